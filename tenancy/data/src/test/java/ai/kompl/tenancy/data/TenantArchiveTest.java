package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.TenantArchives.Present;
import ai.kompl.tenancy.data.archive.ArchiveException;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant is written to an archive, lost or changed, and brought back. */
class TenantArchiveTest {
  private final MemoryFiles files = new MemoryFiles();

  @TempDir private Path folder = Path.of("");
  private final TestPlatform platform = TestPlatform.open();
  private final Tenant acme = platform.provision("acme");
  private final Tenant other = platform.provision("other");

  @BeforeEach
  void fill() {
    Caller user = TestPlatform.user(acme);
    platform.add(user, "plain");
    platform.add(user, "tab\tline\nback\\slash \"quoted\" \u00e9\u4e2d\ud83d\ude00 \\N");
    platform
        .data()
        .tenantDatabase()
        .write(
            user,
            tx -> {
              tx.update(
                  "insert into ledger_entry (id, title, amount, tags, facts, due) values (?, ?, ?, ?, cast(? as jsonb), date '2026-02-28')",
                  UUID.randomUUID(),
                  "rich",
                  new BigDecimal("12.50"),
                  List.of("a,b", "{c}"),
                  "{\"k\": [1, null]}");
              tx.audit(AuditEntry.change("ledger.entry.added", "Entry", "rich", "{}"));
              return true;
            });
    platform.add(TestPlatform.user(other), "theirs");
    files.put(acme, "uploads/" + "a".repeat(64), "sealed bytes");
    files.put(other, "uploads/" + "b".repeat(64), "their bytes");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private TenantArchives archives() {
    return archives(platform);
  }

  private TenantArchives archives(TestPlatform on) {
    return archives(on, "key");
  }

  /** Under the master key of that name. */
  private TenantArchives archives(TestPlatform on, String master) {
    var masters = MasterKeyFile.openOrCreate(folder.resolve(master), new SecureRandom());
    var keys =
        new TenantKeys(
            on.data().keyStore(),
            masters,
            InstantSource.system(),
            new SecureRandom(),
            TenantKeys.LONGEST);
    keys.current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
    return on.data().archives(masters, files);
  }

  private Path archived() throws IOException {
    Path file = folder.resolve("acme.archive");
    archives().write(acme.id(), file);
    return file;
  }

  private List<String> everything(TestPlatform on, Tenant tenant) {
    return List.of(
        on.look("select * from " + tenant.id().schema() + ".ledger_entry order by id").toString(),
        on.look("select * from public.tenants_tenant where id = '" + tenant.id() + "'").toString(),
        on.look(
                "select * from private.audit_texts where tenant = '"
                    + tenant.id()
                    + "' order by sequence")
            .toString(),
        on.look(
                "select sequence, id, at, action, hash from private.audit_events where tenant = '"
                    + tenant.id()
                    + "' and action <> 'tenants.tenant.restored' order by sequence")
            .toString());
  }

  @Test
  void aTenantComesBackAsItWasWhenTheArchiveWasTaken() throws IOException {
    List<String> before = everything(platform, acme);
    Path file = archived();
    Caller user = TestPlatform.user(acme);
    platform.add(user, "later");
    platform
        .data()
        .tenantDatabase()
        .write(user, tx -> tx.update("delete from ledger_entry where title = ?", "plain"));
    files.clear(acme);

    archives().restore(file, Present.REPLACED, TestPlatform.operator());

    assertThat(everything(platform, acme).getFirst()).isEqualTo(before.getFirst());
    assertThat(everything(platform, acme).get(1)).isEqualTo(before.get(1));
    assertThat(everything(platform, acme).get(3)).isEqualTo(before.get(3));
    assertThat(files.text(acme, "uploads/" + "a".repeat(64))).isEqualTo("sealed bytes");
  }

  @Test
  void aTenantIsBroughtToAnotherDatabaseAndWorksThere() throws IOException {
    List<String> before = everything(platform, acme);
    Path file = archived();
    try (TestPlatform elsewhere = TestPlatform.open()) {
      ArchiveManifest restored =
          archives(elsewhere).restore(file, Present.REFUSED, TestPlatform.operator());

      assertThat(restored.slug()).isEqualTo("acme");
      assertThat(everything(elsewhere, acme).getFirst()).isEqualTo(before.getFirst());
      assertThat(everything(elsewhere, acme).get(3)).isEqualTo(before.get(3));
      elsewhere.add(TestPlatform.user(acme), "written there");
      assertThat(elsewhere.titles(TestPlatform.user(acme))).hasSize(4).contains("written there");
      assertThat(elsewhere.trails().verify(TestPlatform.user(acme)).fault()).isEmpty();
    }
  }

  @Test
  void theRestoredAuditTrailIsWholeAndSaysWhatWasReplaced() throws IOException {
    Path file = archived();
    String head =
        platform
            .look(
                "select sequence || ' ' || encode(hash, 'hex') from private.audit_heads where tenant = '"
                    + acme.id()
                    + "'")
            .getFirst();

    archives().restore(file, Present.REPLACED, TestPlatform.operator());

    assertThat(platform.trails().verify(TestPlatform.user(acme)).fault()).isEmpty();
    String details =
        platform
            .look(
                "select t.details from private.audit_events e join private.audit_texts t using (tenant, sequence)"
                    + " where e.action = 'tenants.tenant.restored' and tenant = '"
                    + acme.id()
                    + "'")
            .getFirst();
    assertThat(details)
        .contains("\"replacedSequence\":" + head.split(" ")[0])
        .contains("\"replacedHash\":\"" + head.split(" ")[1]);
  }

  @Test
  void otherTenantsAreNotTouched() throws IOException {
    List<String> theirs = everything(platform, other);
    Path file = archived();

    archives().restore(file, Present.REPLACED, TestPlatform.operator());

    assertThat(everything(platform, other)).isEqualTo(theirs);
    assertThat(platform.titles(TestPlatform.user(other))).containsExactly("theirs");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).as(entry.getName()).doesNotContain("theirs", other.id().toString());
      }
    }
  }

  @Test
  void theRestoredRightsAreThoseOfAnyTenant() throws IOException {
    String rights =
        "select privilege_type from information_schema.role_table_grants where table_name = 'ledger_entry'"
            + " and table_schema = '%s' and grantee like 'tenant%%' order by 1";
    List<String> theirs = platform.look(rights.formatted(other.id().schema()));

    archives().restore(archived(), Present.REPLACED, TestPlatform.operator());

    assertThat(platform.look(rights.formatted(acme.id().schema()))).isEqualTo(theirs).isNotEmpty();
  }

  @Test
  void aTenantThatIsThereIsNotReplacedUnasked() throws IOException {
    Path file = archived();
    platform.add(TestPlatform.user(acme), "later");
    List<String> before = everything(platform, acme);

    assertProblem(Problem.CONFLICT, file, Present.REFUSED);

    assertThat(everything(platform, acme)).isEqualTo(before);
  }

  @Test
  void anErasedTenantIsNotBroughtBack() throws IOException {
    Path file = archived();
    platform.data().keyCustody().destroy(acme.id(), TestPlatform.operator());

    assertProblem(Problem.ERASED, file, Present.REPLACED);
  }

  @Test
  void anArchiveOfANewerVersionIsNotRestored() throws IOException {
    Path file = archived();
    try (TestPlatform older = TestPlatform.open()) {
      older.tamper("update private.migration_scripts set checksum = 'another'");

      assertThatThrownBy(
              () -> archives(older).restore(file, Present.REFUSED, TestPlatform.operator()))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFLICT));
    }
  }

  @Test
  void aSlugThatBelongsToAnotherByNowIsNotTaken() throws IOException {
    Path file = archived();
    try (TestPlatform elsewhere = TestPlatform.open()) {
      elsewhere.provision("acme");

      assertThatThrownBy(
              () -> archives(elsewhere).restore(file, Present.REPLACED, TestPlatform.operator()))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("acme");
    }
  }

  @Test
  void usersDoNotRestore() throws IOException {
    Path file = archived();

    assertThatThrownBy(() -> archives().restore(file, Present.REPLACED, TestPlatform.user(acme)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables/tenant.ledger_entry.copy",
        "tables/private.audit_events.copy",
        "tables/public.tenants_tenant.copy",
        "manifest.json",
        "manifest.sig"
      })
  void anArchiveThatWasChangedIsNotUsed(String part) throws IOException {
    Path file = archived();
    List<String> before = everything(platform, acme);
    Path changed =
        rewritten(
            file,
            name -> name,
            (name, text) -> name.equals(part) ? text.replaceFirst("[0-9a-f]", "g") : text);

    assertThatThrownBy(() -> archives().restore(changed, Present.REPLACED, TestPlatform.operator()))
        .isInstanceOf(ArchiveException.class);
    assertThat(everything(platform, acme)).isEqualTo(before);
  }

  @Test
  void anArchiveWithAPartMoreOrLessIsNotUsed() throws IOException {
    Path file = archived();

    for (UnaryOperator<String> names :
        List.<UnaryOperator<String>>of(
            name -> name.equals("tables/private.schedule.copy") ? "" : name,
            name -> name.equals("tables/private.schedule.copy") ? "../escaped" : name)) {
      Path changed = rewritten(file, names, (_, text) -> text);
      assertThatThrownBy(() -> archives().check(changed)).isInstanceOf(ArchiveException.class);
    }
  }

  @Test
  void anArchiveUnderAnotherMasterKeyIsNotUsed() throws IOException {
    Path file = archived();
    try (TestPlatform elsewhere = TestPlatform.open()) {
      TenantArchives others = archives(elsewhere, "another-key");

      assertThatThrownBy(() -> others.check(file))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("another master key");
    }
  }

  @Test
  void thePlatformsOwnKeysComeBackInANewInstallation() throws IOException {
    archived();
    Path file = folder.resolve("platform.archive");
    archives().write(TenantKeys.PLATFORM, file);
    String keys = "select wrapped from private.tenant_keys where tenant = '0000000000000000'";
    try (TestPlatform elsewhere = TestPlatform.open()) {
      assertThatThrownBy(
              () -> archives(elsewhere).restore(file, Present.REFUSED, TestPlatform.operator()))
          .isInstanceOf(ProblemException.class);

      archives(elsewhere).restore(file, Present.REPLACED, TestPlatform.operator());

      assertThat(elsewhere.look(keys)).isEqualTo(platform.look(keys)).isNotEmpty();
      assertThat(elsewhere.data().registry().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "hello, world"})
  void whatIsNoArchiveIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("broken"), text);

    assertThatThrownBy(() -> archives().check(file)).isInstanceOf(ArchiveException.class);
  }

  @Test
  void aTruncatedArchiveIsRefused() throws IOException {
    Path file = archived();
    byte[] whole = Files.readAllBytes(file);
    for (int part = 1; part < 8; part++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length * part / 8));
      assertThatThrownBy(() -> archives().check(cut)).isInstanceOf(ArchiveException.class);
    }
  }

  @Test
  void theFileIsReadableByItsOwnerOnlyAndNothingElseIsLeftBehind() throws IOException {
    Path file = archived();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("acme.archive", "key");
    }
  }

  @Test
  void everyTableOfTheDatabaseIsATenantsOrKnownToBeThePlatforms() {
    List<String> withoutTenant =
        platform.look(
            """
            select n.nspname || '.' || c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition
              and n.nspname in ('public', 'private')
              and not exists (select 1 from pg_attribute a
                where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped)
            order by 1
            """);

    assertThat(withoutTenant)
        .as("a shared table without a column tenant is in no tenant's archive")
        .containsOnly(
            "private.audit_writers",
            "private.cache_epoch",
            "private.event_interests",
            "private.migration_scripts",
            "private.plan_limits",
            "private.stored_objects_begin",
            "public.kompl_migrations_ledger",
            "public.kompl_migrations_tenancy",
            "public.tenants_tenant");
  }

  private void assertProblem(Problem problem, Path file, Present present) {
    assertThatThrownBy(() -> archives().restore(file, present, TestPlatform.operator()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  private interface Change {
    String apply(String name, String text);
  }

  private Path rewritten(Path file, UnaryOperator<String> names, Change change) throws IOException {
    Path out = folder.resolve("changed.archive");
    try (ZipFile zip = new ZipFile(file.toFile());
        ZipOutputStream changed = new ZipOutputStream(Files.newOutputStream(out))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = names.apply(entry.getName());
        if (!name.isEmpty()) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
          changed.putNextEntry(new ZipEntry(name));
          changed.write(change.apply(name, text).getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return out;
  }
}
