package ai.kompl.tenancy.data;

import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The pool as Helidon's database client sees it. The client does what needs neither a role nor a
 * tenant; work under a role needs to know the connection, to close it when its state is not certain
 * (docs/decisions).
 */
final class ServicePool implements JdbcConnectionPool {
  private final HikariDataSource pool;

  ServicePool(HikariDataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection connection() {
    try {
      Connection connection = pool.getConnection();
      connection.setAutoCommit(true);
      return connection;
    } catch (SQLException e) {
      throw new DbClientException("no database connection", e);
    }
  }

  @Override
  public String name() {
    return pool.getPoolName();
  }

  @Override
  public String dbType() {
    return "postgresql";
  }

  /** A client over this pool. */
  DbClient client() {
    return JdbcClientBuilder.create().connectionPool(this).build();
  }
}
