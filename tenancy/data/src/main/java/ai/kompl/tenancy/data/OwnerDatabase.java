package ai.kompl.tenancy.data;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Transactions of the owner: migrations, provisioning, partitions. */
final class OwnerDatabase {
  private final HikariDataSource pool;

  OwnerDatabase(HikariDataSource pool) {
    this.pool = pool;
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
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          connection.rollback();
        }
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  @FunctionalInterface
  interface OwnerWork<T> {
    T run(OwnerSql sql) throws SQLException;
  }
}
