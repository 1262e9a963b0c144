package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A pool of one connection: whoever comes next gets the same one, or a new one after trouble. */
class SpoiltConnectionTest {
  private static TestPlatform platform;
  private static Caller ana;

  private HikariDataSource pool;
  private RoleTransactions transactions;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("spoilt"));
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @BeforeEach
  void makePool() {
    pool =
        ConnectionPools.service(
            TestPlatform.settings(platform.database(), platform.database().url(), 1));
    transactions =
        new RoleTransactions(
            pool, TestPlatform.shares(), new StatementCount(), InstantSource.system());
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void aHarmlessFailureKeepsTheConnection() {
    int before = backend();

    assertThatThrownBy(() -> run(sql -> sql.update("select 1 / 0")))
        .isInstanceOf(ProblemException.class);

    assertThat(backend()).isEqualTo(before);
  }

  @Test
  void aStatementThatTookTooLongEndsTheConnection() {
    int before = backend();
    var scope = new RequestScope("late", Instant.now().plusMillis(300));

    assertThatThrownBy(() -> scope.call(() -> run(sql -> sql.update("select pg_sleep(20)"))))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TIMEOUT));

    assertThat(backend()).isNotEqualTo(before);
  }

  @Test
  void aCancelledStatementEndsTheConnection() throws Exception {
    int before = backend();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = threads.submit(() -> run(sql -> sql.update("select pg_sleep(20)")));
      assertThat(TestPlatform.eventually(Duration.ofSeconds(10), () -> cancelled(before))).isTrue();
      assertThatThrownBy(slow::get).hasCauseInstanceOf(ProblemException.class);
    }

    assertThat(backend()).isNotEqualTo(before);
  }

  @Test
  void aCancelIsFatalEvenWhenTheWorkLooksAway() throws Exception {
    int before = backend();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(() ->
              run(sql ->
                  assertThatThrownBy(() -> sql.update("select pg_sleep(20)"))
                      .isInstanceOf(ProblemException.class)));
      assertThat(TestPlatform.eventually(Duration.ofSeconds(10), () -> cancelled(before))).isTrue();
      assertThatThrownBy(slow::get).as("its transaction cannot commit").isNotNull();
    }

    assertThat(backend()).isNotEqualTo(before);
  }

  @Test
  void aStatementThatEndsTheTransactionIsFoundAndEndsTheConnection() {
    int before = backend();

    assertThatThrownBy(() -> run(sql -> sql.update("commit"))).isInstanceOf(ProblemException.class);

    assertThat(backend()).isNotEqualTo(before);
  }

  @Test
  void aConnectionThatComesWithSomebodysTransactionIsNotUsed() throws SQLException {
    int before = backend();
    try (Connection connection = pool.getConnection()) {
      // Past the pool, which would tidy up what it sees.
      Connection bare = (Connection) connection.unwrap(PGConnection.class);
      bare.setAutoCommit(true);
      try (Statement statement = bare.createStatement()) {
        statement.execute("begin");
      }
      bare.setAutoCommit(false);
    }

    assertThat(backend()).isNotEqualTo(before);
  }

  @Test
  void theOwnersConnectionAlsoEndsWithACancel() throws Exception {
    var settings = TestPlatform.settings(platform.database(), platform.database().url(), 1);
    try (var owners = ConnectionPools.owner(settings);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      owners.setMaximumPoolSize(1);
      var owner = new OwnerDatabase(owners);
      int before = backend(owner);

      var slow = threads.submit(() -> owner.transaction(sql -> sql.update("select pg_sleep(20)")));
      assertThat(TestPlatform.eventually(Duration.ofSeconds(10), () -> cancelled(before))).isTrue();

      assertThatThrownBy(slow::get)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TIMEOUT));
      assertThat(backend(owner)).isNotEqualTo(before);
    }
  }

  private boolean run(Consumer<RoleTransaction> work) {
    return transactions.run(
        ana,
        false,
        sql -> {
          work.accept(sql);
          return true;
        });
  }

  private int backend() {
    return transactions.run(
        ana,
        true,
        sql -> sql.query("select pg_backend_pid() as pid", row -> row.integer("pid")).getFirst());
  }

  private static int backend(OwnerDatabase owner) {
    return owner.transaction(
        sql -> sql.query("select pg_backend_pid() as pid", row -> row.integer("pid")).getFirst());
  }

  /** Whether a sleeping statement of the backend was there and got a cancel. */
  private static boolean cancelled(int backend) {
    return platform
        .look(
            "select pg_cancel_backend(pid) from pg_stat_activity where pid = "
                + backend
                + " and state = 'active' and wait_event = 'PgSleep'")
        .equals(List.of("t"));
  }
}
