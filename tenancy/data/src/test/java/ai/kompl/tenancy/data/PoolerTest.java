package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPooler;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants behind a real PgBouncer in transaction mode, which has one session for them all. */
class PoolerTest {
  private static final int ROUNDS = 300;

  @TempDir static Path folder;

  private static TestDatabase database;
  private static Optional<TestPooler> pooler = Optional.empty();
  private static TestPlatform platform;
  private static Caller ana;
  private static Caller ben;

  @BeforeAll
  static void open() throws IOException {
    database = TestPostgres.shared().createDatabase();
    pooler = pooler("first");
    assumeTrue(
        pooler.isPresent(),
        "PgBouncer is not installed and the machine's package sources do not give it");
    DatabaseSettings usual = TestPlatform.settings(database, database.url(), 8);
    DatabaseSettings settings =
        usual.at(
            DatabaseSettings.Addresses.at(pooler.orElseThrow().url(database))
                .withDirect(database.url()));
    platform =
        new TestPlatform(
            database, settings, TestPlatform.open(settings, List.of(TestPlatform.LEDGER)));
    ana = TestPlatform.user(platform.provision("pooled-north"));
    ben = TestPlatform.user(platform.provision("pooled-south"));
    platform.add(ana, "canary-north");
    platform.add(ben, "canary-south");
  }

  private static Optional<TestPooler> pooler(String name) throws IOException {
    var login = new TestPooler.Login("kompl_app", "app-password-of-tests");
    return TestPooler.start(
        Files.createDirectories(folder.resolve(name)), database, 1, List.of(login));
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
    pooler.ifPresent(TestPooler::close);
  }

  @Test
  void tenantsThatTakeTurnsOnOneSessionKeepApart() throws Exception {
    assertThat(mixed(List.of())).as("reads that were refused").isZero();
    assertThat(backends()).as("sessions of the server that served them").isEqualTo(1);
  }

  @Test
  void cancelledAndLateStatementsMixNothingUp() throws Exception {
    List<Runnable> trouble = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Caller caller = i % 2 == 0 ? ana : ben;
      trouble.add(() -> late(caller));
    }

    mixed(trouble);

    assertThat(platform.titles(ana)).containsExactly("canary-north");
    assertThat(platform.titles(ben)).containsExactly("canary-south");
  }

  @Test
  void killsOfThePoolerMixNothingUpAndHealWithoutARestart() throws Exception {
    mixed(
        List.of(
            () -> pooler.orElseThrow().killAndStart(), () -> pooler.orElseThrow().killAndStart()));

    assertThat(TestPlatform.eventually(Duration.ofSeconds(20), PoolerTest::answers)).isTrue();
    int refused = mixed(List.of());
    // Each connection that died with the pooler is found out at its next use.
    for (int round = 0; round < 10 && refused > 0; round++) {
      refused = mixed(List.of());
    }
    assertThat(refused).isZero();
  }

  @Test
  void whatIsWrittenThroughThePoolerIsWrittenOnce() {
    Tenant tenant = platform.provision("pooled-writer");
    Caller carl = TestPlatform.user(tenant);

    for (int i = 0; i < 20; i++) {
      platform.add(carl, "entry-" + i);
    }

    assertThat(platform.titles(carl)).hasSize(20).doesNotHaveDuplicates();
    assertThat(platform.titles(ana)).containsExactly("canary-north");
  }

  @Test
  void aRoleThatIsSetWithoutLocalWouldBeFound() throws Exception {
    try (TestPooler planted = pooler("planted").orElseThrow();
        Connection careless = login(planted);
        Connection next = login(planted);
        Statement first = careless.createStatement();
        Statement second = next.createStatement()) {
      String canaries = "select title from " + ana.tenant().schema() + ".ledger_entry";
      assertThatThrownBy(() -> second.executeQuery(canaries))
          .as("before")
          .hasMessageContaining("permission denied");

      first.execute("set role " + ana.tenant().role());

      try (ResultSet rows = second.executeQuery(canaries)) {
        assertThat(rows.next()).as("the leak that the product must not have").isTrue();
        assertThat(rows.getString(1)).isEqualTo("canary-north");
      }
    }
  }

  /**
   * Reads of both tenants at once, with something going on meanwhile; each answer must be the
   * tenant's own.
   *
   * @return how many were refused
   */
  private static int mixed(List<Runnable> meanwhile) throws Exception {
    int refused = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> reads = new ArrayList<>();
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        Caller caller = i % 2 == 0 ? ana : ben;
        reads.add(threads.submit(() -> platform.titles(caller)));
        if (i * meanwhile.size() / ROUNDS >= others.size() && others.size() < meanwhile.size()) {
          others.add(threads.submit(meanwhile.get(others.size())));
        }
      }
      for (int i = 0; i < ROUNDS; i++) {
        try {
          assertThat(reads.get(i).get(60, TimeUnit.SECONDS))
              .containsExactly(i % 2 == 0 ? "canary-north" : "canary-south");
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  ProblemException.class,
                  refusal ->
                      assertThat(refusal.problem())
                          .isIn(Problem.UNAVAILABLE, Problem.TIMEOUT, Problem.TENANT_BUSY));
          refused++;
        }
      }
      for (Future<?> other : others) {
        other.get(60, TimeUnit.SECONDS);
      }
    }
    return refused;
  }

  /** A statement that its deadline ends on the server. */
  private static void late(Caller caller) {
    var scope = new RequestScope("late", Instant.now().plusMillis(1500));
    try {
      scope.call(() ->
          platform
              .data()
              .tenantDatabase()
              .read(
                  caller,
                  tx -> {
                    tx.query(
                        "set local statement_timeout = 20; select pg_sleep(5) as slept",
                        row -> row.string("slept"));
                    return true;
                  }));
    } catch (ProblemException e) {
      assertThat(e.problem()).isIn(Problem.TIMEOUT, Problem.UNAVAILABLE, Problem.TENANT_BUSY);
    }
  }

  private static boolean answers() {
    try {
      return platform.titles(ana).equals(List.of("canary-north"));
    } catch (ProblemException e) {
      return false;
    }
  }

  private static int backends() {
    return Integer.parseInt(
        platform
            .look(
                "select count(*) from pg_stat_activity where usename = 'kompl_app' and datname = '"
                    + database.name()
                    + "'")
            .getFirst());
  }

  private static Connection login(TestPooler through) throws SQLException {
    return DriverManager.getConnection(
        through.url(database) + "?prepareThreshold=0", "kompl_app", "app-password-of-tests");
  }
}
