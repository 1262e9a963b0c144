package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of upgrading leaves each tenant whole. */
class KilledUpgradeTest {
  private static final int TENANTS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestPlatform platform;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void theNextProcessResumesWhileAllTenantsAreServed() throws Exception {
    List<Tenant> tenants = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      Tenant tenant = platform.provision("tenant-" + i);
      platform.add(TestPlatform.user(tenant), "kept " + i);
      tenants.add(tenant);
    }
    var scripts = new ScriptFolder(folder.resolve("scripts"));
    scripts.add(
        "ledger",
        "V002__note.sql",
        """
        create table ledger_note (id uuid primary key default gen_random_uuid(), text text);
        select pg_sleep(0.15);
        create table ledger_last (id uuid primary key);
        """);
    Process process = upgradeInAnotherProcess();
    try {
      assertThat(TestPlatform.eventually(PATIENCE, () -> upgraded() >= TENANTS / 2))
          .as("half of them")
          .isTrue();
      for (int i = 0; i < TENANTS; i++) {
        assertThat(platform.titles(TestPlatform.user(tenants.get(i))))
            .as("the version before goes on serving")
            .containsExactly("kept " + i);
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("by SIGKILL").isEqualTo(137);
    long before = upgraded();
    assertThat(before).isBetween(TENANTS / 2L, TENANTS - 1L);
    assertWhole();

    try (DataPlatform next = scripts.open(platform.settings())) {
      for (Tenant tenant : tenants) {
        int made =
            next.tenantDatabase()
                .write(
                    TestPlatform.user(tenant),
                    tx -> tx.update("insert into ledger_note (text) values ('new')"));
        assertThat(made).isEqualTo(1);
      }
      UpgradeReport report = next.upgradeTenants(PATIENCE);
      assertThat(report.waiting()).isEmpty();
      assertThat(report.quarantined()).isEmpty();
      assertThat(report.upgraded()).as("only the rest").hasSizeLessThanOrEqualTo(TENANTS - 8);
    }
    assertThat(upgraded()).isEqualTo(TENANTS);
    assertWhole();
  }

  /** Both tables of the script are there exactly where it is recorded. */
  private void assertWhole() {
    assertThat(
            platform.look(
                """
                select v.tenant from private.tenant_schema_version v
                where v.subgraph = 'ledger' and (
                  (v.version = 2)
                    <> (to_regclass('tenant_' || v.tenant || '.ledger_note') is not null)
                  or (v.version = 2)
                    <> (to_regclass('tenant_' || v.tenant || '.ledger_last') is not null))
                """))
        .isEmpty();
  }

  private long upgraded() {
    return Long.parseLong(
        platform
            .look("select count(*) from private.tenant_schema_version where version = 2")
            .getFirst());
  }

  private Process upgradeInAnotherProcess() throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            UpgradingProcess.class.getName(),
            platform.settings().url(),
            platform.database().user(),
            folder.resolve("scripts").toString());
    var builder = new ProcessBuilder(command);
    builder.environment().put("OWNER_PASSWORD", platform.database().password());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }
}
