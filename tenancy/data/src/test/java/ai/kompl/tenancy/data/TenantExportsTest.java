package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestObjectStorage;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.archive.ArchiveException;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.vault.ObjectStoreSettings;
import ai.kompl.tenancy.vault.S3ObjectStore;
import ai.kompl.tenancy.vault.Upload;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants have exported what they own, with a real database and a real object storage. */
class TenantExportsTest {
  @TempDir static Path folder;

  private static TestPlatform platform;
  private static S3ObjectStore objects;
  private static TenantArchives archives;
  private static TenantExports exports;

  @BeforeAll
  static void open() throws IOException {
    platform = TestPlatform.open();
    var random = new SecureRandom();
    MasterKeyFile masters = MasterKeyFile.openOrCreate(folder.resolve("key"), random);
    var keys =
        new TenantKeys(
            platform.data().keyStore(),
            masters,
            InstantSource.system(),
            random,
            TenantKeys.LONGEST);
    keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
    var server = TestObjectStorage.shared().server();
    objects =
        S3ObjectStore.open(
            new ObjectStoreSettings(
                server.endpoint(),
                "us-east-1",
                TestObjectStorage.shared().createBucket(),
                new ObjectStoreSettings.Credentials(server.accessKey(), server.secret()),
                folder.resolve("spool")),
            keys,
            random);
    archives = platform.data().archives(masters, objects.sealedFiles());
    exports = platform.data().exports(masters, objects);
    platform.data().startWorker("tenants", exports.jobs(), WorkerSettings.defaults());
  }

  @AfterAll
  static void close() {
    platform.close();
    objects.close();
  }

  @Test
  void anExportHoldsAllThatTheTenantOwnsInTheClearAndNothingOfOthers() throws IOException {
    Caller ana = TestPlatform.user(platform.provision("whole"));
    Caller ben = TestPlatform.user(platform.provision("foreign"));
    platform.add(ana, "canary of ana");
    platform.add(ben, "canary of ben");
    String file = put(ana, "file of ana");
    put(ben, "file of ben");

    TenantExport ready = made(ana);

    Map<String, String> parts = parts(exports.open(ana, ready.globalId(ana.tenant())));
    assertThat(parts.get("manifest.json")).contains(ArchiveManifest.EXPORT, ana.tenant().value());
    assertThat(parts).containsKey("manifest.sig");
    assertThat(parts.get("tables/tenant.ledger_entry.copy")).contains("canary of ana");
    assertThat(parts.get("files/uploads/" + file)).isEqualTo("file of ana");
    assertThat(parts.keySet()).noneMatch(name -> name.contains("_keys") || name.contains("key_"));
    assertThat(parts.values()).noneMatch(text -> text.contains("of ben"));
    assertThat(actions(ana))
        .endsWith(
            "tenants.tenant-export.requested",
            "tenants.tenant-export.finished",
            "tenants.tenant-export.downloaded");
  }

  @Test
  void itLiesEncryptedUnderTheTenantsPrefixAndTheNextOneDoesNotHoldIt() throws IOException {
    Caller ana = TestPlatform.user(platform.provision("stored"));
    platform.add(ana, "a title that must not lie about");

    String first = made(ana).sha256().orElseThrow();
    TenantExport second = made(ana);

    assertThat(objects.sealedFiles().names(ana.tenant())).contains("exports/" + first);
    try (var stored = objects.sealedFiles().open(ana.tenant(), "exports/" + first).orElseThrow()) {
      byte[] bytes = stored.bytes().readAllBytes();
      assertThat(new String(bytes, 0, 3, StandardCharsets.US_ASCII)).isEqualTo("KOB");
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("manifest.json");
    }
    assertThat(parts(exports.open(ana, second.globalId(ana.tenant()))).keySet())
        .noneMatch(name -> name.contains("exports/"));
    try (var left = Files.list(folder.resolve("spool"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void onlyAdminsOfTheTenantHaveOneMadeAndGetIt() {
    Caller ana = TestPlatform.user(platform.provision("guarded"));
    Caller member = withoutRoles(ana);
    Caller ben = TestPlatform.user(platform.provision("curious"));
    TenantExport ready = made(ana);
    String id = ready.globalId(ana.tenant());

    assertProblem(Problem.FORBIDDEN, () -> exports.request(ana.tenant(), member));
    assertProblem(Problem.FORBIDDEN, () -> exports.request(ana.tenant(), ben));
    assertProblem(Problem.FORBIDDEN, () -> exports.open(member, id));
    assertProblem(Problem.NOT_FOUND, () -> exports.open(ben, id));
    assertProblem(Problem.NOT_FOUND, () -> exports.open(ben, ready.globalId(ben.tenant())));
    assertProblem(Problem.NOT_FOUND, () -> exports.open(ana, "export"));
    assertThat(exports.newest(ben)).isEmpty();
    assertThat(actions(ana)).contains("tenants.tenant-export.download-refused");
  }

  @Test
  void oneIsMadeAtATimeAndWhileTheTenantIsBeingClosed() {
    Tenant closing = platform.provision("closing");
    Caller ana = TestPlatform.user(closing);
    platform
        .data()
        .tenantDatabase()
        .write(
            ana,
            tx ->
                tx.update(
                    "insert into private.tenant_exports (id, tenant, state, requested_at, requested_by)"
                        + " values (gen_random_uuid(), ?, 'REQUESTED', now(), 'user:before')",
                    ana.tenant()));
    assertProblem(Problem.CONFLICT, () -> exports.request(ana.tenant(), ana));
    platform.tamper("delete from private.tenant_exports where tenant = '" + ana.tenant() + "'");
    platform
        .data()
        .offboarding(Duration.ofDays(30))
        .begin(closing.id(), "contract ended", Optional.empty(), ana);

    assertThat(made(ana).state()).isEqualTo(TenantExport.State.READY);
  }

  @Test
  void anybodyCanCheckItAndSeesWhenOneByteOfItWasChanged() throws IOException {
    Caller ana = TestPlatform.user(platform.provision("checked"));
    platform.add(ana, "canary of ana");
    Path file = folder.resolve("checked.zip");
    try (InputStream content = exports.open(ana, made(ana).globalId(ana.tenant())).content()) {
      Files.copy(content, file);
    }
    try (ArchiveFile export = ArchiveFile.openExport(file)) {
      assertThat(export.manifest().tenant()).isEqualTo(ana.tenant().value());
      assertThat(export.signedBy()).hasSize(64);
    }

    Path altered = folder.resolve("altered.zip");
    rewrite(file, altered, "tables/tenant.ledger_entry.copy", "canary", "kanary");
    Path resigned = folder.resolve("resigned.zip");
    rewrite(file, resigned, "manifest.json", ana.tenant().value(), "0123456789abcdef");

    assertThatThrownBy(() -> ArchiveFile.openExport(altered))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("tables/tenant.ledger_entry.copy");
    assertThatThrownBy(() -> ArchiveFile.openExport(resigned))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("manifest was changed");
  }

  @Test
  void anExportWhoseTimeIsOverIsGone() {
    Caller ana = TestPlatform.user(platform.provision("expired"));
    TenantExport ready = made(ana);
    String id = ready.globalId(ana.tenant());
    assertThat(ready.expiresAt())
        .contains(ready.finishedAt().orElseThrow().plus(TenantExports.KEPT));

    platform.tamper(
        "update private.schedule set run_at = now() where kind = 'tenants.export-expiry'"
            + " and tenant = '"
            + ana.tenant()
            + "'");

    assertThat(
            TestPlatform.eventually(
                Duration.ofSeconds(60),
                () -> newest(ana, ready).state() == TenantExport.State.EXPIRED))
        .isTrue();
    assertProblem(Problem.NOT_FOUND, () -> exports.open(ana, id));
    assertThat(objects.sealedFiles().names(ana.tenant())).isEmpty();
  }

  @Test
  void anExportIsNoBackup() throws IOException {
    Caller ana = TestPlatform.user(platform.provision("no-backup"));
    Path file = folder.resolve("export.zip");
    try (InputStream content = exports.open(ana, made(ana).globalId(ana.tenant())).content()) {
      Files.copy(content, file);
    }

    assertThatThrownBy(() -> archives.check(file))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(ArchiveManifest.EXPORT);
  }

  @Test
  void anArchiveThatBreaksOffIsNotKept() throws IOException {
    Caller ana = TestPlatform.user(platform.provision("broken-off"));

    try (InputStream broken =
        ArchiveStream.of(out -> {
          out.write(new byte[100_000]);
          throw new IOException("the database is away");
        })) {
      assertThatThrownBy(() ->
              objects.exports().put(ana.tenant(), broken, 1_000_000, "application/octet-stream"))
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("the database is away");
    }
    assertThat(objects.sealedFiles().names(ana.tenant())).isEmpty();
  }

  private static void rewrite(Path from, Path to, String part, String old, String fresh)
      throws IOException {
    try (var in = new ZipInputStream(Files.newInputStream(from));
        var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        out.putNextEntry(new ZipEntry(entry.getName()));
        String kept = entry.getName().equals(part) ? text.replace(old, fresh) : text;
        out.write(kept.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static TenantExport made(Caller caller) {
    TenantExport asked = exports.request(caller.tenant(), caller);
    boolean ended =
        TestPlatform.eventually(
            Duration.ofSeconds(60),
            () -> newest(caller, asked).state() != TenantExport.State.REQUESTED);
    assertThat(ended).isTrue();
    return newest(caller, asked);
  }

  private static TenantExport newest(Caller caller, TenantExport asked) {
    return exports.newest(caller).stream()
        .filter(export -> export.id().equals(asked.id()))
        .findFirst()
        .orElseThrow();
  }

  private static String put(Caller caller, String text) throws IOException {
    var content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Upload upload = objects.put(caller.tenant(), content, 1_000, "text/plain");
    platform.data().storedObjects(objects).record(caller, upload);
    return upload.id().sha256();
  }

  private static Map<String, String> parts(TenantExports.Download download) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (var zip = new ZipInputStream(download.content())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  private static Caller withoutRoles(Caller caller) {
    return new Caller(
        caller.tenant(),
        caller.subject(),
        caller.kind(),
        Set.of("member"),
        caller.scopes(),
        caller.attributes(),
        caller.sessionId(),
        caller.requestId(),
        caller.expiresAt());
  }

  private static List<String> actions(Caller caller) {
    return platform.look(
        "select action from private.audit_events where tenant = '"
            + caller.tenant()
            + "' order by sequence");
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
