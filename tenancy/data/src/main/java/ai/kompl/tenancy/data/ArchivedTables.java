package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.TenantKeys;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All tables that hold something of a tenant, found in the database's own catalogue, so that a new
 * table cannot be forgotten: those of the tenant's schema, and of the shared ones whoever has a
 * column {@code tenant}. To the platform belong the shared tables that have no such column.
 */
final class ArchivedTables {
  /** Made anew by the scripts that a restored tenant's tables are made with. */
  private static final Set<String> REBUILT =
      Set.of("private.tenant_schema_version", "private.tenant_quarantine");

  /**
   * Given anew where the rows come to lie; published events are history, not the tenant's state.
   */
  private static final String OUTBOX = "private.outbox";

  private static final Set<String> OUTBOX_OWN = Set.of("sequence", "transaction_id");

  /** Notes of events for consumers; their places are given anew, in the same order. */
  private static final String DELIVERIES = "private.event_deliveries";

  private final OwnerSql sql;
  private final TenantId tenant;

  ArchivedTables(OwnerSql sql, TenantId tenant) {
    this.sql = sql;
    this.tenant = tenant;
  }

  /**
   * A table.
   *
   * @param schema its schema in the database
   * @param columns its columns but generated ones
   * @param condition which rows are the tenant's, as SQL
   */
  record Archived(String schema, String name, List<String> columns, String condition) {
    /** The order in which the rows have to come back, as SQL; empty where there is none. */
    String order() {
      return key().equals(DELIVERIES) ? " order by position" : "";
    }

    String key() {
      return schema + "." + name;
    }
  }

  /** The tables to archive, each behind those that it refers to. */
  List<Archived> all() throws SQLException {
    return found().stream().filter(table -> !REBUILT.contains(table.key())).toList();
  }

  /** All tables that hold something of the tenant, each behind those that it refers to. */
  List<Archived> everything() throws SQLException {
    return found();
  }

  /** The shared tables that hold rows of the tenant, each before those that it refers to. */
  List<Archived> shared() throws SQLException {
    return new ArrayList<>(found())
        .reversed().stream().filter(table -> !table.schema().equals(tenant.schema())).toList();
  }

  private List<Archived> found() throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    sql.query(
        """
        select n.nspname as schema, c.relname as name, a.attname as column
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and (n.nspname = ? or n.nspname in ('public', 'private'))
        order by n.nspname, c.relname, a.attnum
        """,
        row ->
            columns
                .computeIfAbsent(
                    row.string("schema") + "." + row.string("name"), _ -> new ArrayList<>())
                .add(row.string("column")),
        tenant.schema());
    Map<String, Archived> tables = new TreeMap<>();
    columns.forEach((key, names) -> {
      Archived table = table(key, names);
      if (!table.condition().isEmpty()) {
        tables.put(key, table);
      }
    });
    return ordered(tables, references());
  }

  private Archived table(String key, List<String> columns) {
    String schema = key.substring(0, key.indexOf('.'));
    String name = key.substring(key.indexOf('.') + 1);
    if (schema.equals(tenant.schema())) {
      return new Archived(schema, name, columns, "true");
    }
    if (key.equals(OUTBOX)) {
      List<String> kept = columns.stream().filter(it -> !OUTBOX_OWN.contains(it)).toList();
      return new Archived(schema, name, kept, of("tenant") + " and published_at is null");
    }
    if (key.equals(DELIVERIES)) {
      List<String> kept = columns.stream().filter(it -> !it.equals("position")).toList();
      return new Archived(schema, name, kept, of("tenant"));
    }
    if (key.equals("public.tenants_tenant")) {
      return new Archived(schema, name, columns, of("id"));
    }
    if (columns.contains("tenant")) {
      return new Archived(schema, name, columns, of("tenant"));
    }
    boolean platforms = tenant.equals(TenantKeys.PLATFORM) && !isMade(key);
    return new Archived(schema, name, columns, platforms ? "true" : "");
  }

  /** Whether the product makes the table's rows itself when it starts. */
  private static boolean isMade(String key) {
    return key.equals("private.migration_scripts")
        || key.equals("private.cache_epoch")
        || key.equals("private.event_interests")
        || key.startsWith("public.kompl_migrations_");
  }

  // A tenant id is sixteen hexadecimal digits.
  private String of(String column) {
    return column + " = '" + tenant + "'";
  }

  /** Which table refers to which others. */
  private Map<String, Set<String>> references() throws SQLException {
    Map<String, Set<String>> references = new TreeMap<>();
    sql.query(
        """
        select distinct n.nspname || '.' || c.relname as source,
          m.nspname || '.' || d.relname as target
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_class d on d.oid = k.confrelid join pg_namespace m on m.oid = d.relnamespace
        where k.contype = 'f' and c.oid <> d.oid
        """,
        row ->
            references
                .computeIfAbsent(row.string("source"), _ -> new TreeSet<>())
                .add(row.string("target")));
    return references;
  }

  private static List<Archived> ordered(
      Map<String, Archived> tables, Map<String, Set<String>> references) {
    Map<String, Archived> left = new TreeMap<>(tables);
    List<Archived> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      List<String> free =
          left.keySet().stream()
              .filter(key ->
                  references.getOrDefault(key, Set.of()).stream().noneMatch(left::containsKey))
              .toList();
      if (free.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + left.keySet());
      }
      free.forEach(key -> ordered.add(tables.get(key)));
      free.forEach(left::remove);
    }
    return ordered;
  }
}
