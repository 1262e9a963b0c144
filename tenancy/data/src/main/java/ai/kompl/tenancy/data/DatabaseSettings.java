package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.List;

/**
 * How the database is reached.
 *
 * @param addresses where it is
 * @param app login of the running service; owns nothing
 * @param owner login for migrations and provisioning
 * @param poolSize most connections of the running service
 * @param timeout longest wait for a connection
 * @param rules how the connections are shared
 */
public record DatabaseSettings(
    Addresses addresses, Login app, Login owner, int poolSize, Duration timeout, PoolRules rules) {
  /** At that address alone. */
  public DatabaseSettings(
      String url, Login app, Login owner, int poolSize, Duration timeout, PoolRules rules) {
    this(Addresses.at(url), app, owner, poolSize, timeout, rules);
  }

  /** With the usual rules for a pool of that size. */
  public DatabaseSettings(String url, Login app, Login owner, int poolSize, Duration timeout) {
    this(url, app, owner, poolSize, timeout, PoolRules.of(poolSize));
  }

  /** JDBC address of the running service, without user and options. */
  public String url() {
    return addresses.service();
  }

  /** The same at other addresses. */
  public DatabaseSettings at(Addresses others) {
    return new DatabaseSettings(others, app, owner, poolSize, timeout, rules);
  }

  /**
   * JDBC addresses without user and options.
   *
   * @param service of the running service; may be a PgBouncer in transaction mode
   * @param direct of the server itself, for what needs a session: migrations and their lock
   * @param replicas of streaming replicas, which may be read from where stale rows will do
   */
  public record Addresses(String service, String direct, List<String> replicas) {
    public Addresses {
      replicas = List.copyOf(replicas);
    }

    /** One server for everything. */
    public static Addresses at(String url) {
      return new Addresses(url, url, List.of());
    }

    /** The same with another way to the server itself. */
    public Addresses withDirect(String url) {
      return new Addresses(service, url, replicas);
    }

    /** The same with replicas. */
    public Addresses withReplicas(List<String> urls) {
      return new Addresses(service, direct, urls);
    }
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
