package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * How the database is reached.
 *
 * @param url JDBC address without user and options
 * @param app login of the running service; owns nothing
 * @param owner login for migrations and provisioning
 * @param poolSize most connections of the running service
 * @param timeout longest wait for a connection
 * @param rules how the connections are shared
 */
public record DatabaseSettings(
    String url, Login app, Login owner, int poolSize, Duration timeout, PoolRules rules) {
  /** With the usual rules for a pool of that size. */
  public DatabaseSettings(String url, Login app, Login owner, int poolSize, Duration timeout) {
    this(url, app, owner, poolSize, timeout, PoolRules.of(poolSize));
  }

  /**
   * A database login.
   *
   * @param user its name
   * @param password its secret
   */
  public record Login(String user, String password) {
    /** Never shows the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }
}
