package ai.kompl.federation.planner;

import java.util.List;

/** Takes away fetches that select nothing, as a source that was held ready but not needed. */
final class DropEmptyFetches implements FetchPass {
  @Override
  public void improve(FetchGraph graph, PlanBudget budget) {
    for (FetchNode fetch : List.copyOf(graph.fetches())) {
      fetch.lookups().removeIf(LookupNode::isEmpty);
      if (fetch.isEmpty()) {
        graph.remove(fetch);
      }
    }
  }
}
