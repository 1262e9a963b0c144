package ai.kompl.federation.transport;

import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Tree;

/** Calls a subgraph of this process directly: no HTTP and no JSON text. */
public final class InProcessTransport implements SubgraphTransport {
  private final InProcessSubgraph subgraph;

  private InProcessTransport(InProcessSubgraph subgraph) {
    this.subgraph = subgraph;
  }

  /** A transport that runs the subgraph on the calling thread. */
  public static InProcessTransport create(InProcessSubgraph subgraph) {
    return new InProcessTransport(subgraph);
  }

  @Override
  public SubgraphResponse execute(SubgraphCall call) {
    if (Thread.currentThread().isInterrupted()) {
      return new Failed(FailureCode.SUBREQUEST_CANCELLED, "cancelled before the call");
    }
    try {
      return new Tree(subgraph.execute(call));
    } catch (RuntimeException e) {
      // A boundary: the subgraph is foreign code, and one failing call must not end the request.
      return new Failed(FailureCode.SUBREQUEST_FAILED, e.getClass().getName());
    }
  }
}
