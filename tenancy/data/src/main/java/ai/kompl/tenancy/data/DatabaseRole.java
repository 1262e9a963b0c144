package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.util.regex.Pattern;

/**
 * A role to work under and the schema whose tables it names without schema. Both are made of fixed
 * forms, because they become text of statements.
 *
 * @param name the database role
 * @param schema the one schema of the search path
 */
record DatabaseRole(String name, String schema) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** The relay, the workers and the registry. */
  static final DatabaseRole PLATFORM = new DatabaseRole("kompl_platform", "public");

  DatabaseRole {
    if (!FORM.matcher(name).matches() || !FORM.matcher(schema).matches()) {
      throw new IllegalArgumentException("malformed role or schema: " + name);
    }
  }

  static DatabaseRole of(TenantId tenant) {
    return new DatabaseRole(tenant.role(), tenant.schema());
  }

  /** The role of a subgraph for its shared tables. */
  static DatabaseRole ofSubgraph(String subgraph) {
    return new DatabaseRole("kompl_" + subgraph.replace('-', '_'), "public");
  }

  String setRole() {
    return "SET LOCAL ROLE " + name;
  }

  /** Temporary objects come last, so that they can never stand in for a table. */
  String setPath() {
    return "SET LOCAL search_path = " + schema + ", pg_temp";
  }
}
