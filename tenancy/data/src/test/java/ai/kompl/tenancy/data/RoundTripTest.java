package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.events.EventDraft;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a transaction costs on the wire, and what happens when the wire breaks. */
class RoundTripTest {
  private static TestPlatform platform;
  private static RoundTripCounter wire;
  private static HikariDataSource pool;
  private static RoleTransactions transactions;
  private static TenantDatabase tenants;
  private static StatementCount count;
  private static Caller ana;

  @BeforeAll
  static void open() throws IOException {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("north"));
    int port = TestPostgres.shared().server().port();
    wire = new RoundTripCounter(port);
    String url = platform.database().url().replace(":" + port + "/", ":" + wire.port() + "/");
    pool = ConnectionPools.service(TestPlatform.settings(platform.database(), url, 1));
    count = new StatementCount();
    transactions = new RoleTransactions(pool, TestPlatform.shares(), count, InstantSource.system());
    tenants =
        new RoleTenantDatabase(
            new RoleTenantDatabase.Ways(transactions, StaleReads.NONE),
            new CommitSignal(),
            InstantSource.system(),
            new RoleTenantDatabase.Gates(TenantGate.OPEN, WriteGate.OPEN));
  }

  @AfterAll
  static void close() throws IOException {
    pool.close();
    wire.close();
    platform.close();
  }

  @Test
  void roleAndPathTravelWithTheFirstStatement() {
    tenants.read(ana, RoundTripTest::selectOnce);
    int before = wire.turns();

    tenants.read(ana, RoundTripTest::selectOnce);

    assertThat(wire.turns() - before).as("the statement and the commit").isEqualTo(2);
  }

  @Test
  void auditEventAndJobCostTheSameForOneAsForAHundred() {
    tenants.read(ana, RoundTripTest::selectOnce);
    int before = wire.turns();
    tenants.write(ana, tx -> leave(tx, 1));
    int one = wire.turns() - before;
    before = wire.turns();

    tenants.write(ana, tx -> leave(tx, 100));

    assertThat(wire.turns() - before).isEqualTo(one).isEqualTo(5);
  }

  @Test
  void statementsGrowWithBatchesAndNotWithRows() {
    long before = count.statements();
    List<UUID> ids = IntStream.range(0, 1000).mapToObj(_ -> UUID.randomUUID()).toList();

    int added =
        tenants.write(
            ana,
            tx ->
                tx.update(
                    """
                    insert into ledger_entry (id, title)
                    select id, title from unnest(cast(? as uuid[]), cast(? as text[])) as e (id, title)
                    """,
                    ids,
                    ids.stream().map(id -> "batch " + id).toList()));

    assertThat(added).isEqualTo(1000);
    assertThat(count.statements() - before).isEqualTo(1);
  }

  @Test
  void theDeadlineOfTheRequestEndsASlowStatement() {
    var scope = new RequestScope("r", Instant.now().plusMillis(300));

    assertThatThrownBy(() ->
            scope.call(() -> tenants.read(ana, tx -> tx.query("select pg_sleep(20)", row -> true))))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TIMEOUT));
    assertThat(tenants.read(ana, RoundTripTest::selectOnce)).isEqualTo(1);
  }

  @Test
  void aConnectionThatSawATimeoutIsNotUsedAgain() {
    int backend = tenants.read(ana, RoundTripTest::backend);
    var scope = new RequestScope("r", Instant.now().plusMillis(200));
    assertThatThrownBy(() ->
            scope.call(() -> tenants.read(ana, tx -> tx.query("select pg_sleep(20)", r -> 1))))
        .isInstanceOf(ProblemException.class);

    assertThat(tenants.read(ana, RoundTripTest::backend)).isNotEqualTo(backend);
  }

  @Test
  void aConnectionThatSawAnOrdinaryErrorIsUsedAgain() {
    int backend = tenants.read(ana, RoundTripTest::backend);
    assertThatThrownBy(() -> tenants.read(ana, tx -> tx.query("select 1 / 0", r -> 1)))
        .isInstanceOf(ProblemException.class);

    assertThat(tenants.read(ana, RoundTripTest::backend)).isEqualTo(backend);
  }

  @Test
  void whileTheDatabaseIsAwayItSaysSoAndItRecoversByItself() throws IOException {
    tenants.read(ana, RoundTripTest::selectOnce);
    int port = wire.port();

    wire.goAway();

    assertThatThrownBy(() -> tenants.read(ana, RoundTripTest::selectOnce))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    wire.comeBack(port);
    assertThat(TestPlatform.eventually(Duration.ofSeconds(20), RoundTripTest::answers)).isTrue();
  }

  private static boolean answers() {
    try {
      return tenants.read(ana, RoundTripTest::selectOnce) == 1;
    } catch (ProblemException e) {
      return false;
    }
  }

  private static boolean leave(TenantTransaction tx, int times) {
    tx.update("update ledger_entry set version = version where false");
    for (int i = 0; i < times; i++) {
      tx.audit(AuditEntry.change("ledger.entry.added", "Entry", "entry_" + i, "{}"));
      tx.publish(EventDraft.of("ledger.entry.added", "Entry", "entry_" + i));
    }
    return true;
  }

  private static int selectOnce(TenantTransaction tx) {
    return tx.one("select 1 as x", row -> row.integer("x")).orElseThrow();
  }

  private static int backend(TenantTransaction tx) {
    return tx.one("select pg_backend_pid() as pid", row -> row.integer("pid")).orElseThrow();
  }
}
