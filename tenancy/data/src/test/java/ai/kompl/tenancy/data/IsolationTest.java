package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {
  private static TestPlatform platform;
  private static Tenant north;
  private static Tenant south;
  private static Caller ana;
  private static Caller ben;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    north = platform.provision("north");
    south = platform.provision("south");
    ana = TestPlatform.user(north);
    ben = TestPlatform.user(south);
    platform.add(ana, "canary-north");
    platform.add(ben, "canary-south");
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void eachTenantReadsItsOwnRowsAndNoOthers() {
    assertThat(platform.titles(ana)).containsExactly("canary-north");
    assertThat(platform.titles(ben)).containsExactly("canary-south");
  }

  @Test
  void tenantsKeepApartWhenTheySwitchOnTheSameConnectionsConcurrently() throws Exception {
    List<Callable<List<String>>> reads =
        IntStream.range(0, 400)
            .<Callable<List<String>>>mapToObj(i -> () -> platform.titles(i % 2 == 0 ? ana : ben))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> results = threads.invokeAll(reads);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get())
            .containsExactly(i % 2 == 0 ? "canary-north" : "canary-south");
      }
    }
  }

  @Test
  void theLoginItselfCanReadNothing() throws SQLException {
    assertDenied("select * from " + south.id().schema() + ".ledger_entry");
    assertDenied("select * from public.ledger_plan");
    assertDenied("select * from private.outbox");
    assertDenied("select * from public.tenants_tenant");
  }

  @Test
  void underItsRoleATenantIsDeniedAnotherSchema() throws SQLException {
    try (Connection connection = asTenant(north)) {
      assertThat(count(connection, "select count(*) from " + schema(north) + ".ledger_entry"))
          .as("positive control")
          .isEqualTo(1);
      assertThatThrownBy(
              () -> count(connection, "select count(*) from " + schema(south) + ".ledger_entry"))
          .hasMessageContaining("permission denied for schema");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select set_config('role', 'kompl_platform', true)",
        "update pg_settings set setting = 'kompl_platform' where name = 'role'",
        "do $$ begin execute 'set role kompl_platform'; end $$",
        "create temp table ledger_entry (id int)",
        "create table public.ledger_entry (id int)",
        "create table ledger_other (id int)",
        "create function pick() returns int language sql as 'select 1'",
        "create schema mine",
        "select pg_notify('all', 'hello')",
        "select pg_advisory_lock(1)",
        "select lo_create(0)",
        "select * from pg_stat_user_tables",
        "select * from pg_stats",
        "select query from pg_stat_activity",
        "select * from private.migration_scripts",
        "select * from public.ledger_plan",
        "update private.audit_events set reason = 'x'",
        "delete from private.audit_events",
        "delete from private.outbox",
        "update private.outbox set published_at = now()",
        "insert into private.outbox (sequence, tenant, type, entity_type, entity_id, payload,"
            + " occurred_at) values (1, '', '', '', '', '', now())",
        "update private.schedule set state = 'WAITING'",
        "drop table ledger_entry",
        "alter table ledger_entry disable row level security",
        "copy ledger_entry to program 'true'"
      })
  void aTenantsRoleIsRefusedWhatIsHardened(String statement) throws SQLException {
    try (Connection connection = asTenant(north);
        Statement sql = connection.createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isIn("42501", "0A000");
    }
  }

  @Test
  void unqualifiedNamesMeanTheTenantsOwnTablesOnly() {
    List<String> path =
        platform
            .data()
            .tenantDatabase()
            .read(
                ana,
                tx ->
                    tx.query(
                        "select current_schemas(true) as path, current_user as who",
                        row -> row.string("who") + " " + row.strings("path")));

    assertThat(path).containsExactly(north.id().role() + " [pg_catalog, " + schema(north) + "]");
  }

  @Test
  void sharedOperationsTablesShowATenantItsOwnRowsOnly() {
    platform.data().tenantDatabase().write(ana, IsolationTest::leaveTraces);
    platform.data().tenantDatabase().write(ben, IsolationTest::leaveTraces);

    List<String> tenants = platform.data().tenantDatabase().read(ana, IsolationTest::tenantsSeen);

    assertThat(tenants).containsOnly(north.id().value());
    assertThat(platform.look("select count(distinct tenant) from private.outbox"))
        .as("both are there")
        .containsExactly("2");
  }

  @Test
  void aTenantCannotWriteSharedRowsInAnothersName() {
    assertThatThrownBy(() ->
            platform
                .data()
                .tenantDatabase()
                .write(
                    ana,
                    tx ->
                        tx.update(
                            """
                            insert into private.outbox
                              (tenant, type, entity_type, entity_id, payload, occurred_at)
                            values (?, 'a.b', 'X', 'x', '{}', now())
                            """,
                            south.id())))
        .isInstanceOf(ProblemException.class)
        .hasStackTraceContaining("row-level security");
  }

  @Test
  void aTenantCannotMoveAnothersAuditChain() {
    int moved =
        platform
            .data()
            .tenantDatabase()
            .write(
                ana,
                tx ->
                    tx.update(
                        "update private.audit_heads set sequence = 0 where tenant = ?",
                        south.id()));

    assertThat(moved).isZero();
  }

  @Test
  void aTenantThatWasNeverProvisionedIsRefused() {
    Caller stranger = Caller.worker(new TenantId("ffffffffffffffff"), "a.b", "r");

    assertThatThrownBy(() -> platform.titles(stranger))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
  }

  @Test
  void theRoleEndsWithTheTransaction() throws SQLException {
    var settings = TestPlatform.settings(platform.database(), platform.database().url(), 1);
    try (var pool = ConnectionPools.service(settings)) {
      var transactions =
          new RoleTransactions(
              pool, TestPlatform.shares(), new StatementCount(), InstantSource.system());
      transactions.run(
          DatabaseRole.of(north.id()),
          true,
          sql -> sql.query("select 1 as x", row -> row.integer("x")));
      try (Connection same = pool.getConnection();
          var rows =
              same.createStatement()
                  .executeQuery("select current_user, current_setting('search_path')")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("kompl_app");
        assertThat(rows.getString(2)).isEqualTo("\"\"");
      }
    }
  }

  private static boolean leaveTraces(TenantTransaction tx) {
    tx.audit(AuditEntry.change("ledger.entry.added", "Entry", "entry_1", "{}"));
    tx.publish(EventDraft.of("ledger.entry.added", "Entry", "entry_1"));
    tx.schedule("ledger.count", "{}");
    return true;
  }

  private static List<String> tenantsSeen(TenantTransaction tx) {
    return tx.query(
        """
        select tenant from private.outbox union all select tenant from private.audit_events
        union all select tenant from private.audit_heads
        union all select tenant from private.schedule
        """,
        row -> row.string("tenant"));
  }

  private static void assertDenied(String sql) throws SQLException {
    try (Connection connection = platform.login()) {
      assertThatThrownBy(() -> count(connection, sql)).hasMessageContaining("permission denied");
    }
  }

  private static String schema(Tenant tenant) {
    return tenant.id().schema();
  }

  private static Connection asTenant(Tenant tenant) throws SQLException {
    Connection connection = platform.login();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set role " + tenant.id().role());
      statement.execute("set search_path = " + schema(tenant));
    }
    return connection;
  }

  private static int count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
