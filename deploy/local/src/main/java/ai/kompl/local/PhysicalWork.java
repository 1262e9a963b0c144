package ai.kompl.local;

import ai.kompl.embedded.EmbeddedServerException;
import ai.kompl.embedded.EmbeddedServerException.Fault;
import ai.kompl.embedded.PhysicalBackup;
import ai.kompl.embedded.PhysicalRestore;
import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backups of the embedded PostgreSQL's files with the stored files beside them, and restores to a
 * moment. Redis is not in them: it holds nothing that is not made again from the database.
 */
final class PhysicalWork {
  private static final String PHYSICAL = "--physical";
  private static final String TO_TIME = "--to-time";
  private static final String TO_LATEST = "--to-latest";
  private static final String OBJECTS = "objects";

  /** Chooses this kind of backup. */
  static final Usage.Option BACKUP =
      Usage.Option.flag(
          PHYSICAL,
          "copies the embedded PostgreSQL's files and the stored files instead; the product may run");

  /** Chooses this kind of restore, and the moment. */
  static final List<Usage.Option> RESTORE =
      List.of(
          Usage.Option.flag(PHYSICAL, "restores everything from such a backup, to a moment"),
          Usage.Option.of(
              TO_TIME, "TIME", "the moment, like 2026-11-23T09:30:00Z; needs embedded.wal-archive"),
          Usage.Option.flag(TO_LATEST, "all that the backup and the log archive hold"));

  private final DataSession session;
  private final Console console;

  PhysicalWork(DataSession session, Console console) {
    this.session = session;
    this.console = console;
  }

  /**
   * Whether the command is for this class.
   *
   * @param without what does not go with it
   * @throws CommandFailure when it is and one of those was given
   */
  static boolean wanted(Arguments arguments, String... without) {
    boolean physical = arguments.has(PHYSICAL);
    for (String other : without) {
      if (physical && arguments.has(other)) {
        throw new CommandFailure(
            Command.WRONG_USE,
            other + " does not go with " + PHYSICAL + ", which takes everything");
      }
    }
    if (!physical && (arguments.has(TO_TIME) || arguments.has(TO_LATEST))) {
      throw new CommandFailure(Command.WRONG_USE, "a moment goes with " + PHYSICAL + " only");
    }
    return physical;
  }

  /** Copies the running server, or one that is started for it. */
  int backup(Arguments arguments) {
    Path target = folder(arguments);
    Launch.Request seen = embedded(session.look(arguments));
    PhysicalBackup backup;
    try {
      backup = take(seen, target);
    } catch (EmbeddedServerException e) {
      if (e.fault() != Fault.NOT_RUNNING) {
        throw e;
      }
      backup = session.with(arguments, request -> started(request, target));
    }
    console.result(
        "physical backup files=%d bytes=%d restorable-from=%s"
            .formatted(backup.files(), backup.bytes(), backup.ended()));
    return 0;
  }

  private PhysicalBackup started(Launch.Request request, Path target) {
    try (Servers _ = Servers.start(request.settings(), request.dataDir(), console::note)) {
      return take(request, target);
    }
  }

  private static PhysicalBackup take(Launch.Request request, Path target) {
    return PhysicalBackup.take(Servers.postgres(request.dataDir()), target, further(request));
  }

  /** Restores, then verifies what came back. */
  int restore(Arguments arguments) {
    Optional<Instant> until = until(arguments);
    Path backup = folder(arguments);
    return session.with(
        arguments,
        request -> {
          embedded(request);
          bringBack(request, backup, until);
          verify(request, backup);
          return 0;
        });
  }

  private void bringBack(Launch.Request request, Path backup, Optional<Instant> until) {
    PhysicalRestore.Restored restored =
        PhysicalRestore.run(
            new PhysicalRestore.Request(
                backup,
                Servers.postgres(request.dataDir()),
                request.settings().find(ProductKeys.WAL_ARCHIVE),
                until,
                console::note));
    PhysicalRestore.addMissing(backup, further(request));
    restored.replaced().ifPresent(aside -> putRedisAside(request, aside));
    restored.replaced().ifPresent(aside -> console.result("what was there is kept in " + aside));
    console.result(
        "last-commit=" + restored.lastCommit().map(Instant::toString).orElse("that of the backup"));
  }

  /** Events and cached values there may be of commits that were not brought back. */
  private static void putRedisAside(Launch.Request request, Path replaced) {
    Path redis = Servers.redis(request.dataDir());
    boolean own = request.settings().find(PlatformKeys.REDIS_URL).isEmpty();
    if (own && Files.isDirectory(redis)) {
      Path name = Path.of(redis.getFileName() + "." + replaced.getFileName());
      try {
        Files.move(redis, redis.resolveSibling(name));
      } catch (IOException e) {
        throw new CommandFailure(
            Command.FAILED,
            "the database is restored, but " + redis + " cannot be put aside; remove it by hand",
            e);
      }
    }
  }

  private void verify(Launch.Request request, Path backup) {
    try (Servers servers = Servers.start(request.settings(), request.dataDir(), console::note);
        ArchiveWork work = new ArchiveWork(KeysCommand.backend(request, servers), backup)) {
      work.verifyAll(console::result);
    }
  }

  private static Optional<Instant> until(Arguments arguments) {
    if (arguments.has(TO_LATEST) == arguments.has(TO_TIME)) {
      throw new CommandFailure(
          Command.WRONG_USE,
          "restore: with " + PHYSICAL + " say either " + TO_TIME + " TIME or " + TO_LATEST);
    }
    try {
      return arguments.option(TO_TIME).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new CommandFailure(
          Command.WRONG_USE,
          "restore: a time is written like 2026-11-23T09:30:00Z, not "
              + arguments.option(TO_TIME).orElse(""),
          e);
    }
  }

  private static Launch.Request embedded(Launch.Request request) {
    if (request.settings().find(PlatformKeys.DATABASE_URL).isPresent()) {
      throw new CommandFailure(
          Command.FAILED,
          "database.url names a server of your own: back it up with its own tools, see"
              + " docs/operations/backup.md");
    }
    return request;
  }

  private static Path folder(Arguments arguments) {
    return Path.of(arguments.operands().getFirst()).toAbsolutePath();
  }

  private static Map<String, Path> further(Launch.Request request) {
    boolean own = request.settings().find(PlatformKeys.OBJECTS_URL).isEmpty();
    return own ? Map.of(OBJECTS, Servers.objects(request.dataDir()).resolve(OBJECTS)) : Map.of();
  }
}
