package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.RequestScope;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Begins and ends transactions under a role, on the pool of the running service. */
final class RoleTransactions {
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

  private final HikariDataSource pool;
  private final StatementCount count;
  private final TenantShares shares;
  private final InstantSource clock;
  private final CommitEdges edges;

  RoleTransactions(
      HikariDataSource pool, TenantShares shares, StatementCount count, InstantSource clock) {
    this(pool, shares, count, clock, CommitEdges.NONE);
  }

  private RoleTransactions(
      HikariDataSource pool,
      TenantShares shares,
      StatementCount count,
      InstantSource clock,
      CommitEdges edges) {
    this.pool = pool;
    this.shares = shares;
    this.count = count;
    this.clock = clock;
    this.edges = edges;
  }

  /** The same with something at the edges of commits that change something. */
  RoleTransactions with(CommitEdges chosen) {
    return new RoleTransactions(pool, shares, count, clock, chosen);
  }

  /** Runs the work in one transaction; an exception rolls it back. */
  <T> T run(DatabaseRole role, boolean readOnly, Function<RoleTransaction, T> work) {
    return run(role, readOnly, count.tally(), work);
  }

  /** The same, its statements counted as those of a worker of the platform. */
  <T> T run(String worker, DatabaseRole role, boolean readOnly, Function<RoleTransaction, T> work) {
    return run(role, readOnly, count.tallyOf(worker), work);
  }

  /** The same on a tenant's tables, in its share, its statements counted as the caller's. */
  <T> T run(Caller caller, boolean readOnly, Function<RoleTransaction, T> work) {
    return shares.within(
        caller.tenant(),
        () -> run(DatabaseRole.of(caller.tenant()), readOnly, count.tallyOf(caller), work));
  }

  private <T> T run(
      DatabaseRole role,
      boolean readOnly,
      StatementCount.Tally tally,
      Function<RoleTransaction, T> work) {
    count.addTransaction();
    try (Connection connection = TransactionStates.idle(pool)) {
      connection.setReadOnly(readOnly);
      var transaction = new RoleTransaction(connection, preamble(role), tally);
      return runOn(connection, transaction, readOnly ? CommitEdges.NONE : edges, work);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private <T> T runOn(
      Connection connection,
      RoleTransaction transaction,
      CommitEdges around,
      Function<RoleTransaction, T> work)
      throws SQLException {
    boolean committed = false;
    try {
      T result = work.apply(transaction);
      around.before();
      transaction.commit();
      committed = true;
      around.after();
      return result;
    } finally {
      if (!committed) {
        giveUp(connection, transaction);
      }
    }
  }

  /** Rolls back; a connection whose state is not certain is closed and not given to the next. */
  private void giveUp(Connection connection, RoleTransaction transaction) {
    boolean usable = !transaction.broken() && !Thread.currentThread().isInterrupted();
    if (usable) {
      try {
        transaction.rollback();
        return;
      } catch (SQLException e) {
        System.getLogger(RoleTransactions.class.getName())
            .log(System.Logger.Level.WARNING, "rollback-failed", e);
      }
    }
    pool.evictConnection(connection);
  }

  private List<String> preamble(DatabaseRole role) {
    Duration left =
        RequestScope.current().map(scope -> scope.remaining(clock)).orElse(LONGEST_STATEMENT);
    if (left.compareTo(LONGEST_STATEMENT) >= 0) {
      return role.statements();
    }
    List<String> statements = new ArrayList<>(role.statements());
    statements.add(timeout(left));
    return statements;
  }

  private static String timeout(Duration left) {
    return "SET LOCAL statement_timeout = " + Math.max(1, left.toMillis());
  }
}
