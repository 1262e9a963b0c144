package ai.kompl.tenancy.data;

import java.sql.SQLException;
import java.util.List;

/**
 * Takes from everyone what would let a tenant's role become another one, hide a table behind its
 * own, or look at what others do. On a server where the owner is no superuser some of this cannot
 * be taken away; then it says which.
 */
final class Hardening {
  private static final List<String> REVOKED =
      List.of(
          // A plain SELECT could switch the role with this.
          "revoke execute on function pg_catalog.set_config(text, text, boolean) from public",
          "revoke update on pg_catalog.pg_settings from public",
          // DO blocks and functions are not needed by any runtime role.
          "revoke usage on language plpgsql from public",
          "revoke usage on language sql from public",
          "revoke all on schema public from public",
          // Channels and session locks are shared by all tenants of the database.
          "revoke execute on function pg_catalog.pg_notify(text, text) from public",
          "revoke execute on function pg_catalog.pg_advisory_lock(bigint) from public",
          "revoke execute on function pg_catalog.pg_advisory_lock(int, int) from public",
          "revoke execute on function pg_catalog.pg_try_advisory_lock(bigint) from public",
          "revoke execute on function pg_catalog.pg_try_advisory_lock(int, int) from public",
          "revoke execute on function pg_catalog.lo_creat(int) from public",
          "revoke execute on function pg_catalog.lo_create(oid) from public",
          "revoke execute on function pg_catalog.lo_from_bytea(oid, bytea) from public",
          // Names and sizes of other tenants' tables, samples of their rows, their statements.
          "revoke select on pg_catalog.pg_stats, pg_catalog.pg_stat_activity,"
              + " pg_catalog.pg_stat_all_tables, pg_catalog.pg_stat_user_tables,"
              + " pg_catalog.pg_stat_xact_all_tables, pg_catalog.pg_stat_xact_user_tables,"
              + " pg_catalog.pg_statio_all_tables, pg_catalog.pg_statio_user_tables,"
              + " pg_catalog.pg_stat_all_indexes, pg_catalog.pg_stat_user_indexes from public");

  private final OwnerSql sql;

  Hardening(OwnerSql sql) {
    this.sql = sql;
  }

  boolean apply() throws SQLException {
    for (String statement : REVOKED) {
      sql.script(statement);
    }
    List<Boolean> open =
        sql.query(
            """
            select has_function_privilege('kompl_tenant',
              'pg_catalog.set_config(text, text, boolean)', 'execute') as open
            """,
            row -> row.bool("open"));
    if (open.getFirst()) {
      System.getLogger(Hardening.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "database-not-hardened: the owner is no superuser; have set_config revoked from"
                  + " public");
    }
    return true;
  }
}
