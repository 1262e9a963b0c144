package ai.kompl.kit;

import java.util.List;

/** A subgraph's schema and its resolvers do not fit; the subgraph does not start. */
public final class SchemaMismatch extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SchemaMismatch(String subgraph, List<String> findings) {
    super("subgraph " + subgraph + " cannot start: " + String.join("; ", findings));
  }
}
