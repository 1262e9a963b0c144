package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import java.util.List;

/**
 * Takes away fetches that select nothing, as a source that was held ready but not needed, and those
 * that nothing but such a one takes from.
 */
final class DropEmptyFetches implements FetchPass {
  @Override
  public void improve(FetchGraph graph, PlanBudget budget) {
    for (FetchNode fetch : List.copyOf(graph.fetches())) {
      fetch.lookups().removeIf(LookupNode::isEmpty);
      if (fetch.isEmpty() || fetch.condition().equals(Conditions.NEVER)) {
        graph.remove(fetch);
      }
    }
  }
}
