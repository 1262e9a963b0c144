package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.ArchivedTables.Archived;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables of a tenant that are handed to the tenant itself: without keys, and without the
 * columns whose comment marks them as {@code secret} or {@code encrypted PURPOSE}. What the
 * tenant's own role may read is read under it, so that the row-level security of the shared tables
 * holds there too.
 */
final class ExportedTables {
  private static final Set<String> KEYS = Set.of("private.tenant_keys", "private.key_holders");

  private final OwnerSql sql;
  private final TenantId tenant;
  private final Set<String> secrets;
  private final Set<String> readable;

  ExportedTables(OwnerSql sql, TenantId tenant) throws SQLException {
    this.sql = sql;
    this.tenant = tenant;
    this.secrets = secrets(sql, tenant);
    this.readable = readable(sql, tenant);
  }

  /** Lets the owner take the tenant's role on; one that is no superuser has to be told so once. */
  static boolean letOwnerBe(OwnerSql sql, TenantId tenant) throws SQLException {
    boolean may =
        sql.query(
                "select pg_has_role(current_user, ?, 'SET') as may",
                row -> row.bool("may"),
                tenant.role())
            .getFirst();
    if (!may) {
      sql.formatted("grant %I to current_user with inherit false, set true", tenant.role());
    }
    return true;
  }

  List<Archived> all() throws SQLException {
    return new ArchivedTables(sql, tenant)
        .all().stream()
            .filter(table -> !KEYS.contains(table.key()))
            .map(this::withoutSecrets)
            .toList();
  }

  private Archived withoutSecrets(Archived table) {
    List<String> columns =
        table.columns().stream()
            .filter(column -> !secrets.contains(table.key() + "." + column))
            .toList();
    return new Archived(table.schema(), table.name(), columns, table.condition());
  }

  /** Reads under the tenant's role where that is enough. */
  <T> T reading(Archived table, Reading<T> reading) throws SQLException {
    boolean own = readable.contains(table.key());
    if (own) {
      sql.script(DatabaseRole.of(tenant).setRole());
    }
    T read = reading.read();
    if (own) {
      sql.script("set local role none");
    }
    return read;
  }

  /** Reads one table. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws SQLException;
  }

  private static Set<String> secrets(OwnerSql sql, TenantId tenant) throws SQLException {
    return new HashSet<>(
        sql.query(
            """
            select n.nspname || '.' || c.relname || '.' || a.attname as name
            from pg_description d
            join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
            where n.nspname in (?, 'public', 'private')
              and (d.description = 'secret' or starts_with(d.description, 'encrypted '))
            """,
            row -> row.string("name"),
            tenant.schema()));
  }

  private static Set<String> readable(OwnerSql sql, TenantId tenant) throws SQLException {
    return new HashSet<>(
        sql.query(
            """
            select n.nspname || '.' || c.relname as name
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname in (?, 'public', 'private')
              and has_schema_privilege(?, n.oid, 'USAGE')
              and has_table_privilege(?, c.oid, 'SELECT')
            """,
            row -> row.string("name"),
            tenant.schema(),
            tenant.role(),
            tenant.role()));
  }
}
