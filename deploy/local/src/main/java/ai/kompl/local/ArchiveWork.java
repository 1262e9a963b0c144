package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import ai.kompl.local.contract.Contract;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantArchives;
import ai.kompl.tenancy.data.TenantArchives.Present;
import ai.kompl.tenancy.data.TenantState;
import ai.kompl.tenancy.data.archive.ArchiveException;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes and reads the archives in one folder, each told in one line. */
final class ArchiveWork implements AutoCloseable {
  private static final String ENDING = ".archive";
  private static final String PLATFORM = "platform" + ENDING;
  private static final String OPERATOR = "operator.restore";
  private static final Duration CACHES_NOTICE = Duration.ofSeconds(6);
  private static final Duration UPGRADE = Duration.ofMinutes(5);

  private final Backend backend;
  private final Path folder;
  private final DataPlatform data;
  private final MasterKeyHolder masters;
  private final S3ObjectStore objects;

  ArchiveWork(Backend backend, Path folder) {
    this.backend = backend;
    this.folder = folder;
    // With the tables of all subgraphs, as the product makes them.
    this.data = backend.data(Contract.SUBGRAPHS);
    boolean opened = false;
    try {
      this.masters = backend.masters(data);
      TenantKeys keys = backend.keys(data, masters);
      keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
      this.objects = backend.objects(keys);
      opened = true;
    } finally {
      if (!opened) {
        data.close();
      }
    }
  }

  /** What a command on archives can be given. */
  static List<Usage.Option> options(Usage.Option... own) {
    return Stream.concat(Stream.of(own), DataSession.OPTIONS.stream()).toList();
  }

  /** Does the work on the folder that the command names, with the data but without the product. */
  static int with(
      DataSession session, Arguments arguments, Console console, Consumer<ArchiveWork> work) {
    Path folder = Path.of(arguments.operands().getFirst()).toAbsolutePath();
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
                  Servers.start(request.settings(), request.dataDir(), console::note);
              ArchiveWork archives =
                  new ArchiveWork(KeysCommand.backend(request, servers), folder)) {
            work.accept(archives);
            return 0;
          }
        });
  }

  private TenantArchives archives() {
    return data.archives(masters, objects.sealedFiles());
  }

  void backup(Optional<String> slug, Consumer<String> told) {
    List<Tenant> tenants = data.registry().all();
    List<Tenant> wanted =
        slug.map(only -> tenants.stream().filter(tenant -> tenant.slug().equals(only)).toList())
            .orElse(tenants);
    if (slug.isPresent() && wanted.isEmpty()) {
      throw new CommandFailure(
          Command.FAILED, "there is no organisation with the slug " + slug.get());
    }
    try {
      Files.createDirectories(folder);
      told.accept(line(archives().write(TenantKeys.PLATFORM, folder.resolve(PLATFORM))));
      for (Tenant tenant : wanted) {
        told.accept(line(archives().write(tenant.id(), folder.resolve(tenant.slug() + ENDING))));
      }
    } catch (IOException e) {
      throw new CommandFailure(Command.FAILED, "backup: " + e.getMessage(), e);
    }
  }

  private static String line(ArchiveManifest manifest) {
    ArchiveManifest.Trail audit = manifest.audit();
    return "%s rows=%d files=%d%s"
        .formatted(
            manifest.slug(),
            manifest.rows(),
            manifest.files().size(),
            audit == null ? "" : " audit=" + audit.sequence());
  }

  void restore(Optional<String> slug, Present present, Consumer<String> told) {
    try {
      List<Path> files = files(slug);
      // All are checked before the first is used.
      for (Path file : files) {
        archives().check(file);
      }
      for (Path file : files) {
        told.accept(restore(file, present));
      }
    } catch (IOException | ArchiveException | ProblemException e) {
      throw new CommandFailure(Command.FAILED, "restore: " + e.getMessage(), e);
    }
  }

  /** The platform's first: in a new installation the others need its keys. */
  private List<Path> files(Optional<String> slug) throws IOException {
    if (slug.isPresent()) {
      return List.of(folder.resolve(slug.get() + ENDING));
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> archives =
          all.filter(file -> file.getFileName().toString().endsWith(ENDING)).sorted().toList();
      if (archives.isEmpty()) {
        throw new CommandFailure(Command.FAILED, "restore: there are no archives in " + folder);
      }
      Path platform = folder.resolve(PLATFORM);
      return Stream.concat(
              archives.stream().filter(platform::equals),
              archives.stream().filter(file -> !file.equals(platform)))
          .toList();
    }
  }

  private String restore(Path file, Present present) throws IOException {
    boolean platform = file.getFileName().toString().equals(PLATFORM);
    // A new installation has made keys of its own at its start, which have protected nothing yet.
    Present how = platform && data.registry().all().isEmpty() ? Present.REPLACED : present;
    Caller operator = Caller.worker(TenantKeys.PLATFORM, OPERATOR, UUID.randomUUID().toString());
    ArchiveManifest manifest = archives().restore(file, how, operator);
    if (manifest.audit() == null) {
      return line(manifest);
    }
    data.upgradeTenants(UPGRADE);
    TenantId tenant = new TenantId(manifest.tenant());
    return line(manifest) + " " + (isPurged(tenant) ? "purged" : verified(tenant, manifest.slug()));
  }

  private boolean isPurged(TenantId id) {
    return data.registry()
        .find(id)
        .filter(tenant -> tenant.state() == TenantState.PURGED)
        .isPresent();
  }

  /** Verifies the audit trails of all organisations after the data were restored another way. */
  void verifyAll(Consumer<String> told) {
    // Redis may hold values of commits that did not come back.
    data.cacheEpochs().suspend(CACHES_NOTICE);
    data.upgradeTenants(UPGRADE);
    for (Tenant tenant : data.registry().all()) {
      told.accept(
          tenant.slug()
              + " "
              + (tenant.state().isServed()
                  ? verified(tenant.id(), tenant.slug())
                  : "audit-trail=not read, state=" + tenant.state()));
    }
  }

  private String verified(TenantId tenant, String slug) {
    Caller within = Caller.worker(tenant, OPERATOR, UUID.randomUUID().toString());
    // Keys may have come with the platform's archive since.
    TenantKeys keys = backend.keys(data, masters);
    AuditVerdict verdict = data.auditTrails(Backend.auditSigner(keys)).verify(within);
    if (verdict.fault().isPresent()) {
      throw new CommandFailure(
          Command.FAILED,
          "restore: the audit trail of " + slug + " is not whole: " + verdict.fault().get());
    }
    return "audit-trail=whole";
  }

  @Override
  public void close() {
    objects.close();
    data.close();
  }
}
