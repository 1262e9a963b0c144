package ai.kompl.tenancy.data;

import java.util.regex.Pattern;

/**
 * The tables a subgraph brings: scripts for shared tables under {@code db/<name>/platform} and for
 * every tenant's schema under {@code db/<name>/tenant}, both on the class path, named {@code
 * V001__words.sql} and never changed once released.
 *
 * <p>Every table name starts with the subgraph's name and an underscore, in both places. A script
 * writes no schema and grants nothing: the platform gives the role its rights on each new table,
 * unless the script itself granted or revoked something on it.
 *
 * @param subgraph the subgraph's name
 * @param loader what finds the scripts
 */
public record SubgraphMigrations(String subgraph, ClassLoader loader) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,30}");

  public SubgraphMigrations {
    if (!NAME.matcher(subgraph).matches()) {
      throw new IllegalArgumentException("malformed subgraph name: " + subgraph);
    }
  }

  String platformLocation() {
    return "db/" + subgraph + "/platform";
  }

  String tenantLocation() {
    return "db/" + subgraph + "/tenant";
  }

  /** What the names of its tables start with. */
  String tablePrefix() {
    return subgraph.replace('-', '_') + "_";
  }
}
