package ai.kompl.tenancy.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** The two pools of a process: one for the running service, a tiny one for the owner. */
final class ConnectionPools {
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final int OWNER_CONNECTIONS = 3;

  private ConnectionPools() {}

  /** For the running service. Nothing is connected until the first use. */
  static HikariDataSource service(DatabaseSettings settings) {
    return service(settings, settings.url(), "kompl-service");
  }

  /** The same on a replica. */
  static HikariDataSource replica(DatabaseSettings settings, String url) {
    return service(settings, url, "kompl-replica");
  }

  private static HikariDataSource service(DatabaseSettings settings, String url, String name) {
    HikariConfig config = config(settings, settings.app(), name);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(settings.poolSize());
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  /** For migrations and provisioning, past any pooler: a lock of theirs is held by a session. */
  static HikariDataSource owner(DatabaseSettings settings) {
    HikariConfig config = config(settings, settings.owner(), "kompl-owner");
    config.setJdbcUrl(settings.addresses().direct());
    config.setMaximumPoolSize(OWNER_CONNECTIONS);
    return new HikariDataSource(config);
  }

  /** For the owner's long reads on a replica. */
  static HikariDataSource ownerReplica(DatabaseSettings settings, String url) {
    HikariConfig config = config(settings, settings.owner(), "kompl-owner-replica");
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(OWNER_CONNECTIONS);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(
      DatabaseSettings settings, DatabaseSettings.Login login, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setExceptionOverride(new UncertainState());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMinimumIdle(0);
    config.setMaxLifetime(settings.rules().longestLife().toMillis());
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(settings.timeout().toMillis());
    config.setValidationTimeout(Math.min(1000, settings.timeout().toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setRegisterMbeans(false);
    // The server infers the types of parameters sent as text.
    config.addDataSourceProperty("stringtype", "unspecified");
    // With tenants switching on a connection, a prepared statement would be planned anew each time;
    // behind a pooler the next transaction may be on a server that does not know it.
    config.addDataSourceProperty("prepareThreshold", "0");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", name);
    return config;
  }
}
