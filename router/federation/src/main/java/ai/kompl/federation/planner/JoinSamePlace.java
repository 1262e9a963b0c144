package ai.kompl.federation.planner;

import ai.kompl.federation.plan.EntityLookup.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  public void improve(FetchGraph graph, PlanBudget budget) {
    Map<Place, List<FetchNode>> places = new LinkedHashMap<>();
    for (FetchNode fetch : graph.fetches()) {
      if (fetch.lookups().size() == 1) {
        Place place = new Place(fetch.subgraph(), fetch.part(), fetch.lookups().getFirst().path());
        places.computeIfAbsent(place, _ -> new ArrayList<>()).add(fetch);
      }
    }
    for (List<FetchNode> rivals : places.values()) {
      joinAll(graph, rivals, budget);
    }
  }

  /** A join makes nothing fit or independent that was not before: one round finds all. */
  private static void joinAll(FetchGraph graph, List<FetchNode> rivals, PlanBudget budget) {
    for (int first = 0; first < rivals.size(); first++) {
      for (int second = first + 1; second < rivals.size(); ) {
        if (budget.spent()) {
          return;
        }
        if (join(graph, rivals.get(first), rivals.get(second))) {
          rivals.remove(second);
        } else {
          second++;
        }
      }
    }
  }

  private record Place(int subgraph, int part, List<Step> path) {}

  private static boolean join(FetchGraph graph, FetchNode one, FetchNode other) {
    if (!one.lookups().getFirst().fits(other.lookups().getFirst())
        || !graph.independent(one, other)) {
      return false;
    }
    one.lookups().getFirst().addAll(other.lookups().getFirst());
    graph.replace(other, one);
    return true;
  }
}
