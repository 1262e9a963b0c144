package ai.kompl.tenancy.data;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What the server said last of a connection's transaction: it says so with each reply, so looking
 * costs no round trip. A connection whose state is not what our own course of events would give is
 * not used further.
 */
final class TransactionStates {
  private static final String UNEXPECTED = "25000";
  private static final int MOST_SPOILT = 3;

  private TransactionStates() {}

  /** A connection of the pool that is in no transaction. */
  static Connection idle(HikariDataSource pool) throws SQLException {
    for (int spoilt = 0; ; spoilt++) {
      Connection connection = pool.getConnection();
      if (state(connection) == TransactionState.IDLE) {
        return connection;
      }
      pool.evictConnection(connection);
      connection.close();
      if (spoilt == MOST_SPOILT) {
        throw new SQLException("the pool's connections are in transactions of nobody", UNEXPECTED);
      }
    }
  }

  /**
   * Checks that the transaction that was begun is still the one that is open.
   *
   * @throws SQLException of a class after which a connection is closed
   */
  static void expectOpen(Connection connection) throws SQLException {
    if (state(connection) == TransactionState.IDLE) {
      throw new SQLException("a statement has ended the transaction", UNEXPECTED);
    }
  }

  private static TransactionState state(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState();
  }
}
