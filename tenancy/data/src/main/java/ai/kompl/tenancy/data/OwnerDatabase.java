package ai.kompl.tenancy.data;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Transactions of the owner: migrations, provisioning, partitions. */
final class OwnerDatabase {
  private final HikariDataSource pool;
  private final CommitEdges edges;

  OwnerDatabase(HikariDataSource pool) {
    this(pool, CommitEdges.NONE);
  }

  /** With something at the edges of its commits. */
  OwnerDatabase(HikariDataSource pool, CommitEdges edges) {
    this.pool = pool;
    this.edges = edges;
  }

  CommitEdges edges() {
    return edges;
  }

  HikariDataSource pool() {
    return pool;
  }

  /** Runs the work in one transaction; an exception rolls it back. */
  <T> T transaction(OwnerWork<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        T result = work.run(new OwnerSql(connection));
        edges.before();
        connection.commit();
        committed = true;
        edges.after();
        return result;
      } finally {
        if (!committed) {
          giveUp(connection);
        }
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** Rolls back; the pool has closed the connection already if its state is not certain. */
  private void giveUp(Connection connection) throws SQLException {
    if (connection.isClosed() || Thread.currentThread().isInterrupted()) {
      pool.evictConnection(connection);
      return;
    }
    connection.rollback();
  }

  @FunctionalInterface
  interface OwnerWork<T> {
    T run(OwnerSql sql) throws SQLException;
  }
}
