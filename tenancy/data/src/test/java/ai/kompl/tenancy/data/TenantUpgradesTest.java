package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants that are behind are brought up to date while the others are served. */
class TenantUpgradesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NOTES =
      "create table ledger_note (id uuid primary key default gen_random_uuid(), text text);";

  @TempDir private Path folder;
  private TestPlatform platform;
  private ScriptFolder scripts;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    scripts = new ScriptFolder(folder);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aRequestIsServedWithItsOwnTenantUpgradedFirst() throws IOException {
    List<Tenant> tenants = provision(14);
    scripts.add("ledger", "V002__note.sql", NOTES + " select pg_sleep(0.2);");

    try (DataPlatform newer = newer()) {
      note(newer, tenants.getLast());

      assertThat(newer.upgrades().waiting().size()).as("far from done").isGreaterThan(4);
      assertThat(newer.upgradeTenants(PATIENCE).waiting()).isEmpty();
    }
    assertThat(versions()).containsExactly("ledger|2|14");
  }

  @Test
  void aTenantWhoseTableIsInUseIsToldToComeAgainAndTheOthersAreServed() throws Exception {
    List<Tenant> tenants = provision(3);
    scripts.add("ledger", "V002__more.sql", "alter table ledger_entry add column more text;");
    try (Connection report = superuser();
        Statement statement = report.createStatement()) {
      report.setAutoCommit(false);
      statement.execute("select * from " + tenants.get(1).id().schema() + ".ledger_entry");

      try (DataPlatform newer = newer()) {
        assertProblem(newer, tenants.get(1), Problem.TENANT_UPGRADING);
        for (Tenant other : List.of(tenants.get(0), tenants.get(2))) {
          assertThat(titles(newer, other)).isEmpty();
        }
        assertThat(newer.upgrades().waiting()).containsExactly(tenants.get(1).id());
        assertThat(newer.upgrades().quarantined()).isEmpty();

        report.rollback();

        assertThat(newer.upgradeTenants(PATIENCE).waiting()).isEmpty();
        assertThat(titles(newer, tenants.get(1))).isEmpty();
      }
    }
  }

  @Test
  void aTenantThatAnotherProcessUpgradesIsWaitedFor() throws Exception {
    Tenant tenant = platform.provision("north");
    scripts.add("ledger", "V002__note.sql", NOTES);
    try (Connection other = superuser();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "select pg_advisory_xact_lock(%d)"
              .formatted(AdvisoryLock.number("tenant-upgrade " + tenant.id())));

      try (DataPlatform newer = newer()) {
        // Longer than any lock is waited for within an upgrade.
        assertProblem(newer, tenant, Problem.TENANT_UPGRADING);
        assertProblem(newer, tenant, Problem.TENANT_UPGRADING);
        assertThat(quarantines()).isEmpty();

        other.rollback();

        assertThat(newer.upgradeTenants(PATIENCE).upgraded()).containsExactly(tenant.id());
      }
    }
  }

  @Test
  void aTenantThatFailsIsReportedWithItsScriptAndRefusedByThatSubgraphOnly() throws IOException {
    Tenant good = platform.provision("good");
    Tenant bad = platform.provision("bad");
    platform.add(TestPlatform.user(bad), "too long for the new rule");
    scripts.add("ledger", "V002__note.sql", NOTES);
    scripts.add("ledger", "V003__rule.sql", rule(5));
    scripts.add("orders", "V001__order.sql", "create table orders_order (id uuid primary key);");

    try (DataPlatform newer = newer()) {
      UpgradeReport report = newer.upgradeTenants(PATIENCE);

      assertThat(report.quarantined())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.tenant()).isEqualTo(bad.id());
            assertThat(one.subgraph()).isEqualTo("ledger");
            assertThat(one.script()).isEqualTo("V003__rule.sql");
            assertThat(one.reason()).startsWith("23514").contains("ledger_short");
          });
      assertProblem(newer, bad, Problem.TENANT_UPGRADE_FAILED);
      note(newer, good);
      assertThat(
              newer
                  .tenantDatabase("orders")
                  .<List<String>>read(
                      TestPlatform.user(bad),
                      tx -> tx.query("select id from orders_order", row -> row.string("id"))))
          .as("the other subgraph serves it")
          .isEmpty();
    }
    assertThat(versions()).containsExactly("ledger|1|1", "ledger|3|1", "orders|1|2");
    assertThat(quarantines())
        .singleElement()
        .asString()
        .startsWith(bad.id() + "|ledger|3|V003__rule.sql|23514|");
    assertThat(platform.titles(TestPlatform.user(bad)))
        .as("the version before serves it as ever")
        .hasSize(1);
  }

  @Test
  void whatIsQuarantinedIsTriedAgainOnCommandAndByALaterVersion() throws IOException {
    Tenant tenant = platform.provision("bad");
    platform.add(TestPlatform.user(tenant), "too long for the new rule");
    scripts.add("ledger", "V002__rule.sql", rule(5));
    newerThen(newer -> newer.upgradeTenants(PATIENCE));
    List<String> first = quarantines();

    newerThen(newer -> assertProblem(newer, tenant, Problem.TENANT_UPGRADE_FAILED));
    assertThat(quarantines()).as("a mere restart does not try again").isEqualTo(first);

    platform.tamper("update " + tenant.id().schema() + ".ledger_entry set title = 'four'");
    scripts.add("ledger", "V003__note.sql", NOTES);
    newerThen(newer -> note(newer, tenant));
    assertThat(quarantines()).isEmpty();
    assertThat(versions()).containsExactly("ledger|3|1");

    platform.add(TestPlatform.user(tenant), "five");
    scripts.add("ledger", "V004__rule.sql", rule(3).replace("short", "shorter"));
    newerThen(newer -> {
      assertProblem(newer, tenant, Problem.TENANT_UPGRADE_FAILED);
      platform.tamper(
          "update "
              + tenant.id().schema()
              + ".ledger_entry set title = left(title, 3)"
              + " where title = 'five'");
      platform.tamper("delete from " + tenant.id().schema() + ".ledger_entry where title = 'four'");

      assertThat(newer.upgradeTenants(PATIENCE).quarantined()).isEmpty();
      assertThat(titles(newer, tenant)).containsExactly("fiv");
    });
  }

  @Test
  void aQuarantineThatCannotBeRecordedStopsNobodyElse() throws IOException {
    List<Tenant> tenants = provision(6);
    Tenant bad = tenants.getFirst();
    platform.add(TestPlatform.user(bad), "too long for the new rule");
    scripts.add("ledger", "V002__rule.sql", rule(5));
    platform.tamper(
        """
        create function public.refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no'; end $$
        """);
    platform.tamper(
        """
        create trigger refuse before insert on private.tenant_quarantine
          for each row execute function public.refuse()
        """);

    try (DataPlatform newer = newer()) {
      for (Tenant other : tenants.subList(1, 6)) {
        assertThat(titles(newer, other)).isEmpty();
      }
      assertProblem(newer, bad, Problem.TENANT_UPGRADING);

      platform.tamper("drop trigger refuse on private.tenant_quarantine");

      assertThat(newer.upgradeTenants(PATIENCE).quarantined()).hasSize(1);
    }
  }

  @Test
  void tenantsThatAreUpToDateCostNothingAtTheStart() throws IOException {
    provision(2);
    int few = roundTripsOfAStart();
    provision(2, 16);

    int many = roundTripsOfAStart();

    assertThat(many).isLessThan(few + 6);
  }

  @Test
  void jobsOfATenantThatIsBehindWaitWithoutUsingUpAttempts() throws Exception {
    Tenant tenant = platform.provision("north");
    platform.add(TestPlatform.user(tenant), "too long for the new rule");
    scripts.add("ledger", "V002__rule.sql", rule(5));
    platform
        .data()
        .tenantDatabase()
        .write(TestPlatform.user(tenant), tx -> tx.schedule("ledger.count", "{}"));
    List<Job> done = new ArrayList<>();

    newerThen(newer -> {
      newer.upgradeTenants(PATIENCE);
      newer.startWorker("ledger", Map.of("ledger.count", done::add), WorkerSettings.defaults());
      platform.tamper(
          """
          insert into private.schedule
            (id, tenant, subgraph, kind, payload, state, run_at, request_id, created_by)
          values (gen_random_uuid(), '%s', 'ledger', 'ledger.count', '{}', 'WAITING', now(), 'r', 'c')
          """
              .formatted(platform.provision("south").id()));
      assertThat(
              TestPlatform.eventually(
                  PATIENCE,
                  () -> platform.look("select state from private.schedule").contains("DONE")))
          .isTrue();
    });

    assertThat(
            platform.look(
                "select state, attempts from private.schedule where tenant = '%s'"
                    .formatted(tenant.id())))
        .containsExactly("WAITING|0");
  }

  private int roundTripsOfAStart() throws IOException {
    URI server = URI.create(platform.settings().url().substring("jdbc:".length()));
    try (var wire = new RoundTripCounter(server.getPort())) {
      String url =
          platform.settings().url().replace(":" + server.getPort() + "/", ":" + wire.port() + "/");
      TestPlatform.open(
              TestPlatform.settings(platform.database(), url, 2), List.of(TestPlatform.LEDGER))
          .close();
      return wire.turns();
    }
  }

  private List<Tenant> provision(int many) {
    return provision(0, many);
  }

  private List<Tenant> provision(int from, int to) {
    List<Tenant> made = new ArrayList<>();
    for (int i = from; i < to; i++) {
      made.add(platform.provision("tenant-" + i));
    }
    made.sort((a, b) -> a.id().value().compareTo(b.id().value()));
    return made;
  }

  private static String rule(int longest) {
    return "-- contract: no version writes longer titles since 0.1.0\n"
        + "alter table ledger_entry add constraint ledger_short check (length(title) < "
        + (longest + 1)
        + ");";
  }

  private DataPlatform newer() {
    return scripts.open(platform.settings());
  }

  private void newerThen(java.util.function.Consumer<DataPlatform> work) {
    try (DataPlatform newer = newer()) {
      work.accept(newer);
    }
  }

  private static void note(DataPlatform data, Tenant tenant) {
    assertThat(
            data.tenantDatabase()
                .<Integer>write(
                    TestPlatform.user(tenant),
                    tx -> tx.update("insert into ledger_note (text) values ('new')")))
        .isEqualTo(1);
  }

  private static List<String> titles(DataPlatform data, Tenant tenant) {
    Caller caller = TestPlatform.user(tenant);
    return data.tenantDatabase("ledger")
        .read(
            caller,
            tx ->
                tx.query(
                    "select title from ledger_entry order by title", row -> row.string("title")));
  }

  private static void assertProblem(DataPlatform data, Tenant tenant, Problem problem) {
    Instant begun = Instant.now();
    assertThatThrownBy(() -> titles(data, tenant))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(6));
  }

  private List<String> versions() {
    return platform.look(
        """
        select subgraph, version, count(*) from private.tenant_schema_version
        group by 1, 2 order by 1, 2
        """);
  }

  private List<String> quarantines() {
    return platform.look(
        """
        select tenant, subgraph, version, script, state, attempts from private.tenant_quarantine
        """);
  }

  private Connection superuser() throws SQLException {
    return DriverManager.getConnection(
        platform.settings().url(), platform.database().user(), platform.database().password());
  }
}
