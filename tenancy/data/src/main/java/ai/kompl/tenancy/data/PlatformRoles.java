package ai.kompl.tenancy.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The database roles: the login of the service, which owns nothing and can do nothing by itself,
 * and the roles under which it works.
 */
final class PlatformRoles {
  private final OwnerSql sql;
  private final DatabaseSettings settings;
  private final DatabaseSettings.Login app;

  PlatformRoles(OwnerSql sql, DatabaseSettings settings) {
    this.sql = sql;
    this.settings = settings;
    this.app = settings.app();
  }

  boolean make(List<SubgraphMigrations> subgraphs) throws SQLException {
    makeLogin();
    List<String> groups = List.of("kompl_tenant", "kompl_subgraph", "kompl_platform");
    for (String group : groups) {
      makeIfMissing(group);
    }
    grantToLogin("kompl_platform");
    for (SubgraphMigrations subgraph : subgraphs) {
      String role = DatabaseRole.ofSubgraph(subgraph.subgraph()).name();
      makeIfMissing(role);
      sql.formatted("grant kompl_subgraph to %I with inherit true, set false", role);
      grantToLogin(role);
    }
    confineLogin();
    return true;
  }

  private void makeLogin() throws SQLException {
    if (!exists(app.user())) {
      sql.formatted(
          "create role %I login noinherit nosuperuser nocreatedb nocreaterole noreplication"
              + " password %L",
          app.user(), app.password());
    } else if (passwordRefused()) {
      sql.formatted("alter role %I password %L", app.user(), app.password());
    }
  }

  /** Whether the login exists with another password; any other failure shows at its first use. */
  private boolean passwordRefused() {
    try (Connection _ = DriverManager.getConnection(settings.url(), app.user(), app.password())) {
      return false;
    } catch (SQLException e) {
      return "28P01".equals(e.getSQLState());
    }
  }

  private void makeIfMissing(String role) throws SQLException {
    if (!exists(role)) {
      sql.formatted("create role %I nologin nosuperuser nocreatedb nocreaterole", role);
    }
  }

  /** The login may take the role on, but has none of its rights before it does. */
  private void grantToLogin(String role) throws SQLException {
    sql.formatted("grant %I to %I with inherit false, set true", role, app.user());
  }

  private void confineLogin() throws SQLException {
    String database =
        sql.query("select current_database() as name", row -> row.string("name")).getFirst();
    sql.formatted("revoke all on database %I from public", database);
    sql.formatted("grant connect on database %I to %I", database, app.user());
    var limits = new ArrayList<String>();
    limits.add("search_path = ''");
    limits.add("statement_timeout = '30s'");
    limits.add("lock_timeout = '5s'");
    limits.add("idle_in_transaction_session_timeout = '60s'");
    for (String limit : limits) {
      sql.formatted("alter role %I in database %I set " + limit, app.user(), database);
    }
  }

  private boolean exists(String role) throws SQLException {
    return !sql.query("select 1 as found from pg_roles where rolname = ?", _ -> true, role)
        .isEmpty();
  }
}
