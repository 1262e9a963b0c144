package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;

/**
 * A role to work under and the schema whose tables it names without schema. Both are made of fixed
 * forms, because they become text of statements.
 *
 * @param name the database role
 * @param schema the one schema of the search path
 */
record DatabaseRole(String name, String schema) {
  /** PostgreSQL cuts longer names off. */
  private static final int LONGEST = 63;

  /** The relay, the workers and the registry. */
  static final DatabaseRole PLATFORM = new DatabaseRole("kompl_platform", "public");

  DatabaseRole {
    if (!wellFormed(name) || !wellFormed(schema)) {
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

  /** A lower case letter, then such letters, digits and underscores; asked of every transaction. */
  private static boolean wellFormed(String name) {
    boolean formed = !name.isEmpty() && name.length() <= LONGEST && isLetter(name.charAt(0));
    for (int index = 1; formed && index < name.length(); index++) {
      char c = name.charAt(index);
      formed = isLetter(c) || (c >= '0' && c <= '9') || c == '_';
    }
    return formed;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  /**
   * The statements that take the role and its path until the transaction ends. Temporary objects
   * come last, so that they can never stand in for a table.
   */
  List<String> statements() {
    return List.of(setRole(), "SET LOCAL search_path = " + schema + ", pg_temp");
  }

  String setRole() {
    return "SET LOCAL ROLE " + name;
  }
}
