package ai.kompl.federation.planner;

import java.util.List;

/**
 * Joins fetches of the same subgraph for the same objects when neither waits for the other.
 *
 * <pre>
 *   inventory: products by upc { inStock }
 *   inventory: products by upc, price { shippingEstimate }
 *     =>  inventory: products by upc, price { inStock shippingEstimate }
 * </pre>
 */
final class JoinSamePlace implements FetchPass {
  @Override
  public void improve(FetchGraph graph) {
    boolean joined = true;
    while (joined) {
      joined = joinOne(graph);
    }
  }

  private static boolean joinOne(FetchGraph graph) {
    List<FetchNode> fetches = graph.fetches();
    for (int first = 0; first < fetches.size(); first++) {
      for (int second = first + 1; second < fetches.size(); second++) {
        if (join(graph, fetches.get(first), fetches.get(second))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean join(FetchGraph graph, FetchNode one, FetchNode other) {
    boolean alike =
        one.subgraph() == other.subgraph()
            && one.part() == other.part()
            && one.lookups().size() == 1
            && other.lookups().size() == 1
            && one.lookups().getFirst().fits(other.lookups().getFirst());
    if (!alike || !graph.independent(one, other)) {
      return false;
    }
    one.lookups().getFirst().addAll(other.lookups().getFirst());
    graph.replace(other, one);
    return true;
  }
}
