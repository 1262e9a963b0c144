package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes data anew from a physical backup and the archived log, up to a point in time. It is done
 * beside the data that are there; these are put aside only when all of it went well.
 */
public final class PhysicalRestore {
  private static final String SCRATCH = "restoring";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);
  private static final String TOO_EARLY = "recovery ended before configured recovery target";

  private final Request request;
  private final BackupManifest manifest;
  private final Optional<WalArchive> archive;
  private final TreeSet<Long> known = new TreeSet<>();
  // Only data that take the place of their own earlier state go on in the same archive: a rehearsal
  // elsewhere must not add a branch that later restores would follow.
  private boolean continues;

  private PhysicalRestore(Request request, BackupManifest manifest) {
    this.request = request;
    this.manifest = manifest;
    this.archive = request.archive().map(WalArchive::new);
  }

  /**
   * What is restored.
   *
   * @param backup a folder written by {@link PhysicalBackup#take}
   * @param server the server's folder; no process may be using it
   * @param archive where the server archived its log; empty: only what the backup itself holds
   * @param until the last moment whose commits are wanted; empty: all that can be had
   * @param progress is told each step
   */
  public record Request(
      Path backup,
      Path server,
      Optional<Path> archive,
      Optional<Instant> until,
      Consumer<String> progress) {}

  /**
   * What came back.
   *
   * @param lastCommit when the last transaction was committed that came back from the log; empty
   *     where the log held none
   * @param replaced where the data are now that were there before
   */
  public record Restored(Optional<Instant> lastCommit, Optional<Path> replaced) {}

  /**
   * Restores.
   *
   * @throws EmbeddedServerException BACKUP_DAMAGED naming a file that is not what was written;
   *     WAL_MISSING naming a segment of the log that is needed and not there; RESTORE_FAILED when
   *     the moment cannot be reached. The data that were there are untouched then
   */
  public static Restored run(Request request) {
    request.progress().accept("comparing the backup with its manifest");
    BackupManifest manifest = BackupManifest.read(request.backup());
    refuseTooEarly(request, manifest);
    manifest.check(request.backup());
    try (DataFolder folder = DataFolder.take(request.server())) {
      Postmaster.process(folder.resolve(PostgresData.FOLDER)).ifPresent(Postmaster::stop);
      return new PhysicalRestore(request, manifest).into(folder);
    }
  }

  private static void refuseTooEarly(Request request, BackupManifest manifest) {
    request
        .until()
        .filter(until -> until.isBefore(manifest.facts().ended()))
        .ifPresent(until -> {
          throw new EmbeddedServerException(
              Fault.RESTORE_FAILED,
              "the backup was finished at %s, after %s; restore an earlier backup"
                  .formatted(manifest.facts().ended(), until));
        });
  }

  private Restored into(DataFolder folder) {
    Path scratch = folder.resolve(SCRATCH);
    FileTree.delete(scratch);
    boolean done = false;
    try {
      lay(folder, scratch);
      Optional<String> gap = checkLog();
      request.progress().accept("replaying the log");
      Optional<Instant> lastCommit = recover(scratch, gap);
      Optional<Path> replaced = swap(folder, scratch);
      done = true;
      return new Restored(lastCommit, replaced);
    } catch (IOException e) {
      throw DataFolder.unreadable(scratch, e);
    } finally {
      if (done) {
        FileTree.delete(scratch);
      }
    }
  }

  /** Puts the backup's files where a server can start from them. */
  private void lay(DataFolder folder, Path scratch) throws IOException {
    request.progress().accept("copying the backup");
    try (DataFolder made = DataFolder.take(scratch)) {
      Path data = made.resolve(PostgresData.FOLDER);
      FileTree.copy(request.backup().resolve(PhysicalBackup.DATA), data);
      Files.setPosixFilePermissions(data, TarXz.permissions(0700));
      copySegments(request.backup().resolve(PhysicalBackup.WAL), data.resolve("pg_wal"));
      copyUnarchived(folder.resolve(PostgresData.FOLDER), data.resolve("pg_wal"));
      DataFolder.writePrivately(
          made.resolve(PostgresData.PASSWORD),
          DataFolder.read(request.backup().resolve(PostgresData.PASSWORD)));
      Files.writeString(data.resolve("recovery.signal"), "");
      ServerAccount.forDataIn(folder.resolve(PostgresData.FOLDER)).give(data);
    }
  }

  /** What the present data still hold of the same history and the archive has not got. */
  private void copyUnarchived(Path present, Path log) throws IOException {
    Path control = present.resolve("global").resolve("pg_control");
    if (Files.isReadable(control) && systemOf(control).equals(manifest.facts().system())) {
      continues = true;
      copySegments(present.resolve("pg_wal"), log);
    }
  }

  private static String systemOf(Path control) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel in = FileChannel.open(control, StandardOpenOption.READ)) {
      in.read(start);
    }
    return Long.toUnsignedString(start.flip().getLong());
  }

  private void copySegments(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Optional<WalSegment> segment = WalSegment.named(name);
        boolean wanted =
            segment.filter(one -> one.number() >= manifest.facts().first().number()).isPresent()
                && archive.filter(kept -> Files.exists(kept.file(name))).isEmpty();
        if (wanted) {
          Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          known.add(segment.orElseThrow().number());
        }
      }
    }
  }

  /**
   * Checks the archived part of the log, up to the first gap.
   *
   * @return the name of the first segment that is missing before the last that is there
   */
  private Optional<String> checkLog() {
    request.progress().accept("checking the archived log");
    long first = manifest.facts().first().number();
    long last = manifest.facts().last().number();
    for (String name : archive.map(WalArchive::segments).orElseGet(TreeSet::new)) {
      WalSegment segment = WalSegment.named(name).orElseThrow();
      if (segment.number() >= first) {
        archive.orElseThrow().check(name);
        known.add(segment.number());
        last = Math.max(last, segment.number());
      }
    }
    for (long number = first; number <= last; number++) {
      if (!known.contains(number)) {
        String name = new WalSegment(manifest.facts().first().timeline(), number).name();
        if (request.until().isEmpty()) {
          throw missing(name);
        }
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static EmbeddedServerException missing(String name) {
    return new EmbeddedServerException(
        Fault.WAL_MISSING,
        "the log segment "
            + name
            + " is missing from the archive, and later ones are there; put it back, or restore to a time before it");
  }

  private Optional<Instant> recover(Path scratch, Optional<String> gap) throws IOException {
    var options = new LinkedHashMap<String, String>();
    archive.ifPresent(kept -> options.put("restore_command", kept.restoreCommand()));
    request.until().ifPresent(until -> options.put("recovery_target_time", MOMENT.format(until)));
    // Ready is then only who has come to the end: a server that is read from meanwhile says so too.
    options.put("hot_standby", "off");
    // Not fewer than the server had whose log this is.
    options.put("max_connections", "200");
    options.put("recovery_target_action", "promote");
    PostgresSettings settings =
        PostgresSettings.in(scratch)
            .withVector(VectorExtension.Choice.USE_WHERE_BUILT)
            .withOptions(options);
    if (continues) {
      settings = request.archive().map(settings::withWalArchive).orElse(settings);
    }
    try (PostgresServer server = PostgresServer.start(settings)) {
      Optional<Instant> last = lastCommit(server);
      if (last.isPresent() && request.until().filter(last.get()::isAfter).isPresent()) {
        throw new EmbeddedServerException(
            Fault.RESTORE_FAILED, "the replay went on until " + last.get());
      }
      return last;
    } catch (EmbeddedServerException e) {
      boolean early =
          Files.exists(scratch.resolve(PostgresStart.LOG))
              && Files.readString(scratch.resolve(PostgresStart.LOG)).contains(TOO_EARLY);
      if (early && gap.isPresent()) {
        throw missing(gap.get());
      }
      String why = early ? "the log that is there ends before it" : e.getMessage();
      throw new EmbeddedServerException(
          Fault.RESTORE_FAILED,
          "the moment %s was not reached: %s"
              .formatted(request.until().map(Instant::toString).orElse("latest"), why),
          e);
    }
  }

  private static Optional<Instant> lastCommit(PostgresServer server) {
    try (Connection connection = server.session();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_last_xact_replay_timestamp()")) {
      row.next();
      return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
    } catch (SQLException e) {
      throw new EmbeddedServerException(Fault.RESTORE_FAILED, "the restored data do not answer", e);
    }
  }

  /** From here on the restored data are the data; those that were there are kept beside them. */
  private Optional<Path> swap(DataFolder folder, Path scratch) throws IOException {
    Path data = folder.resolve(PostgresData.FOLDER);
    Optional<Path> aside = Optional.empty();
    if (Files.exists(data)) {
      String moment = Instant.now().toString().replaceAll("[^0-9]", "").substring(0, 17);
      aside = Optional.of(folder.resolve("data.replaced-" + moment));
      Files.move(data, aside.get(), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(scratch.resolve(PostgresData.FOLDER), data, StandardCopyOption.ATOMIC_MOVE);
    Files.move(
        scratch.resolve(PostgresStart.LOG),
        folder.resolve("restore.log"),
        StandardCopyOption.REPLACE_EXISTING);
    DataFolder.writePrivately(
        folder.resolve(PostgresData.PASSWORD),
        DataFolder.read(scratch.resolve(PostgresData.PASSWORD)));
    return aside;
  }

  /**
   * Adds the files of further folders of a backup that are not there any more; none is replaced.
   *
   * @param backup as it was checked by {@link #run}
   * @param further the folders by their name in the backup
   */
  public static void addMissing(Path backup, Map<String, Path> further) {
    further.forEach((name, folder) -> {
      Path kept = backup.resolve(name);
      if (Files.isDirectory(kept)) {
        FileTree.addMissing(kept, folder);
      }
    });
  }
}
