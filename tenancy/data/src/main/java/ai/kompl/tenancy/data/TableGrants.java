package ai.kompl.tenancy.data;

import java.sql.SQLException;
import java.util.List;

/**
 * Gives a runtime role its rights on the tables of a subgraph. Each table is named: a grant on all
 * tables of a schema reads the whole catalogue, which grows with the number of tenants.
 */
final class TableGrants {
  private TableGrants() {}

  /** On those tables on which nothing was granted or revoked by the script itself. */
  static boolean give(OwnerSql sql, String schema, SubgraphMigrations subgraph, String role)
      throws SQLException {
    return give(sql, schema, subgraph.tablePrefix(), role);
  }

  static boolean give(OwnerSql sql, String schema, String prefix, String role) throws SQLException {
    List<Relation> relations =
        sql.query(
            """
            select c.relname, c.relkind = 'S' as sequence
            from pg_class c
            where c.relnamespace = cast(? as regnamespace)
              and c.relkind in ('r', 'p', 'v', 'S') and c.relacl is null
              and starts_with(c.relname, ?)
            """,
            row -> new Relation(row.string("relname"), row.bool("sequence")),
            schema,
            prefix);
    for (Relation relation : relations) {
      if (relation.sequence()) {
        sql.formatted("grant usage on sequence %I.%I to %I", schema, relation.name(), role);
      } else {
        sql.formatted(
            "grant select, insert, update, delete on %I.%I to %I", schema, relation.name(), role);
      }
    }
    return true;
  }

  private record Relation(String name, boolean sequence) {}
}
