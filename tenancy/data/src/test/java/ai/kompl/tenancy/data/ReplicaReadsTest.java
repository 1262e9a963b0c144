package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that may be stale, with a real streaming replica. */
class ReplicaReadsTest {
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private static TestPlatform platform;
  private static PostgresServer replica;
  private static Caller ana;
  private static Caller ben;

  @BeforeAll
  static void open() {
    TestDatabase database = TestPostgres.shared().createDatabase();
    replica = TestPostgres.shared().startReplica(folder.resolve("replica"));
    DatabaseSettings usual = TestPlatform.settings(database, database.url(), 8);
    DatabaseSettings settings =
        usual.at(usual.addresses().withReplicas(List.of(replica.url(database.name()))));
    platform =
        new TestPlatform(
            database, settings, TestPlatform.open(settings, List.of(TestPlatform.LEDGER)));
    ana = TestPlatform.user(platform.provision("replicated"));
    ben = TestPlatform.user(platform.provision("replicated-too"));
    platform.add(ana, "seed");
    platform.add(ben, "seed");
  }

  @AfterAll
  static void close() {
    platform.close();
    replica.close();
  }

  /** What a read found, and whether a replica gave it. */
  private record Found(List<String> titles, boolean onReplica) {}

  private static Found stale(Caller caller, Duration maxLag) {
    return platform
        .data()
        .tenantDatabase()
        .readStale(
            caller,
            maxLag,
            tx ->
                new Found(
                    tx.query(
                        "select title from ledger_entry order by title",
                        row -> row.string("title")),
                    tx.one("select pg_is_in_recovery() as standby", row -> row.bool("standby"))
                        .orElseThrow()));
  }

  @Test
  void aStaleReadGoesToTheReplicaUnderTheTenantsRole() {
    assertThat(TestPlatform.eventually(PATIENCE, () -> stale(ana, AN_HOUR).onReplica())).isTrue();

    assertThat(stale(ana, AN_HOUR).titles()).contains("seed");
  }

  @Test
  void anOrdinaryReadNeverDoes() {
    boolean standby =
        platform
            .data()
            .tenantDatabase()
            .read(
                ana,
                tx ->
                    tx.one("select pg_is_in_recovery() as standby", row -> row.bool("standby"))
                        .orElseThrow());

    assertThat(standby).isFalse();
  }

  @Test
  void whoHasWrittenSeesItEvenWhenTheReplicaLagsAndOthersStillUseTheReplica() throws SQLException {
    assertThat(TestPlatform.eventually(PATIENCE, () -> stale(ben, AN_HOUR).onReplica())).isTrue();
    onReplica("select pg_wal_replay_pause()");
    try {
      platform.add(session(ana, "writer"), "fresh");

      Found own = stale(session(ana, "writer"), AN_HOUR);
      Found others = stale(session(ben, "reader"), AN_HOUR);

      assertThat(own.titles()).contains("fresh");
      assertThat(own.onReplica()).isFalse();
      assertThat(others.onReplica()).isTrue();
    } finally {
      onReplica("select pg_wal_replay_resume()");
    }
    assertThat(
            TestPlatform.eventually(
                PATIENCE, () -> stale(session(ana, "writer"), AN_HOUR).onReplica()))
        .as("once it has replayed that")
        .isTrue();
    assertThat(stale(session(ana, "writer"), AN_HOUR).titles()).contains("fresh");
  }

  @Test
  void aReplicaThatLagsMoreThanIsAllowedIsNotRead() throws SQLException {
    assertThat(TestPlatform.eventually(PATIENCE, () -> stale(ben, AN_HOUR).onReplica())).isTrue();
    onReplica("select pg_wal_replay_pause()");
    try {
      platform.add(session(ana, "other"), "later");

      assertThat(
              TestPlatform.eventually(
                  PATIENCE, () -> !stale(ben, Duration.ofMillis(200)).onReplica()))
          .isTrue();
      assertThat(stale(ben, AN_HOUR).onReplica()).as("positive control").isTrue();
    } finally {
      onReplica("select pg_wal_replay_resume()");
    }
  }

  @Test
  void withinATransactionOfTheTenantThePrimaryIsRead() {
    boolean onReplica =
        platform.data().tenantDatabase().write(ana, _ -> stale(ana, AN_HOUR).onReplica());

    assertThat(onReplica).isFalse();
  }

  @Test
  void withoutTheReplicaThePrimaryAnswers() {
    DatabaseSettings settings =
        platform
            .settings()
            .at(
                platform
                    .settings()
                    .addresses()
                    .withReplicas(List.of("jdbc:postgresql://127.0.0.1:1/nowhere")));
    try (DataPlatform lonely = TestPlatform.open(settings, List.of(TestPlatform.LEDGER))) {
      List<String> titles =
          lonely
              .tenantDatabase()
              .readStale(
                  ben,
                  AN_HOUR,
                  tx -> tx.query("select title from ledger_entry", row -> row.string("title")));

      assertThat(titles).contains("seed");
    }
  }

  @Test
  void theOwnersLongReadsGoToTheReplicaOnceItHasEverything() {
    var count = new StatementCount();
    try (var service = ConnectionPools.service(platform.settings());
        var reads = reads(service, count)) {
      boolean read =
          TestPlatform.eventually(
              PATIENCE,
              () ->
                  reads
                      .ownerRead(sql ->
                          sql.query(
                                  "select pg_is_in_recovery() as standby",
                                  row -> row.bool("standby"))
                              .getFirst())
                      .orElse(false));

      assertThat(read).isTrue();
    }
  }

  private static ReplicaReads reads(HikariDataSource service, StatementCount count) {
    var clock = InstantSource.system();
    var primary = new RoleTransactions(service, TestPlatform.shares(), count, clock);
    String url = platform.settings().addresses().replicas().getFirst();
    return new ReplicaReads(
        List.of(new Replica(platform.settings(), url, count, clock)), new PrimaryLog(primary));
  }

  private static Caller session(Caller caller, String id) {
    return new Caller(
        caller.tenant(),
        caller.subject(),
        caller.kind(),
        caller.roles(),
        caller.scopes(),
        caller.attributes(),
        id,
        caller.requestId(),
        caller.expiresAt());
  }

  private static void onReplica(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                replica.url("postgres"), replica.user(), replica.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
