package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.sql.SQLException;

/** The schema of a tenant, empty, and the role that alone may use it. */
final class TenantSchema {
  private TenantSchema() {}

  /**
   * Makes both. The role may be there already: roles belong to the whole server, and another
   * database of it may hold the same tenant.
   *
   * @param appUser the login that may take on the role
   */
  static void make(OwnerSql sql, TenantId id, String appUser) throws SQLException {
    boolean known =
        sql.query(
                "select exists (select 1 from pg_roles where rolname = ?) as known",
                row -> row.bool("known"),
                id.role())
            .getFirst();
    if (!known) {
      sql.formatted("create role %I nologin nosuperuser nocreatedb nocreaterole", id.role());
    }
    sql.formatted("grant kompl_tenant to %I with inherit true, set false", id.role());
    sql.formatted("grant %I to %I with inherit false, set true", id.role(), appUser);
    sql.formatted("create schema %I", id.schema());
    sql.formatted("grant usage on schema %I to %I", id.schema(), id.role());
  }
}
