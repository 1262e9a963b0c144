package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.sql.SQLException;
import java.util.List;

/** Keeps a tenant's role from writing to the tenant's tables, or lets it again. */
final class TenantFreeze {
  private TenantFreeze() {}

  static void freeze(OwnerSql sql, TenantId id) throws SQLException {
    for (String table : tables(sql, id)) {
      sql.formatted(
          "create or replace trigger tenant_is_closing before insert or update or delete or truncate"
              + " on %I.%I for each statement execute function private.tenant_is_closing()",
          id.schema(), table);
    }
  }

  static void thaw(OwnerSql sql, TenantId id) throws SQLException {
    List<String> frozen =
        sql.query(
            """
            select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where t.tgname = 'tenant_is_closing' and c.relnamespace = cast(? as regnamespace)
            """,
            row -> row.string("relname"),
            id.schema());
    for (String table : frozen) {
      sql.formatted("drop trigger tenant_is_closing on %I.%I", id.schema(), table);
    }
  }

  /** Has an upgrade leave no table behind that can be written while the tenant is being closed. */
  static void keep(OwnerSql sql, TenantId id) throws SQLException {
    boolean closing =
        !sql.query(
                "select 1 from public.tenants_tenant where id = ? and state = 'OFFBOARDING'",
                _ -> true,
                id)
            .isEmpty();
    if (closing) {
      freeze(sql, id);
    }
  }

  private static List<String> tables(OwnerSql sql, TenantId id) throws SQLException {
    return sql.query(
        """
        select relname from pg_class
        where relnamespace = cast(? as regnamespace) and relkind in ('r', 'p')
        """,
        row -> row.string("relname"),
        id.schema());
  }
}
