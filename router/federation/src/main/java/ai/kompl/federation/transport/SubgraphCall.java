package ai.kompl.federation.transport;

import java.time.Instant;

/**
 * One request to one subgraph.
 *
 * @param subgraph the subgraph's name in the supergraph
 * @param operation the document to send
 * @param variables its variables, entity representations among them
 * @param context what the client request carries along
 */
public record SubgraphCall(
    String subgraph, SubgraphOperation operation, CallVariables variables, RequestContext context) {

  /** The moment after which nobody waits for the answer. */
  public Instant deadline() {
    return context.deadline();
  }
}
