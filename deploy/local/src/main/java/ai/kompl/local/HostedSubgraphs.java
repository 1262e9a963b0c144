package ai.kompl.local;

import ai.kompl.federation.transport.InProcessSubgraph;
import ai.kompl.kit.Subgraph;

/** How the subgraphs of this process are put before the router. */
@FunctionalInterface
interface HostedSubgraphs {
  /** The subgraph as the router calls it. */
  InProcessSubgraph host(Subgraph subgraph);
}
