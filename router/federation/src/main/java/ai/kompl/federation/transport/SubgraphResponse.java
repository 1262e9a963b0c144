package ai.kompl.federation.transport;

import ai.kompl.federation.json.Page;

/** What came of a subgraph call. */
public sealed interface SubgraphResponse {

  /**
   * An answer as JSON text, not yet checked in any way.
   *
   * @param page the bytes, owned by the receiver, who releases the page
   * @param offset where the body begins in the page
   * @param length how many bytes it has
   * @param status the HTTP status it came with; 200 where there is no HTTP
   */
  record Json(Page page, int offset, int length, int status) implements SubgraphResponse {}

  /**
   * An answer as Java values from a subgraph in the same process.
   *
   * @param result the GraphQL result
   */
  record Tree(InProcessResult result) implements SubgraphResponse {}

  /**
   * No usable answer.
   *
   * @param code the stable reason
   * @param message a sentence for the operator, without secrets; not shown to clients
   */
  record Failed(FailureCode code, String message) implements SubgraphResponse {}
}
