package ai.kompl.federation.planner;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Takes away dependencies that follow from others. */
final class ReduceDependencies implements FetchPass {
  @Override
  public void improve(FetchGraph graph, PlanBudget budget) {
    Map<FetchNode, Integer> numbers = new HashMap<>();
    graph.fetches().forEach(fetch -> numbers.put(fetch, numbers.size()));
    Map<FetchNode, BitSet> ancestors = new HashMap<>();
    for (FetchNode fetch : graph.firstToLast()) {
      BitSet indirect = new BitSet();
      fetch.dependsOn().forEach(before -> indirect.or(require(ancestors, before)));
      fetch.dependsOn().removeIf(before -> indirect.get(require(numbers, before)));
      fetch.dependsOn().forEach(before -> indirect.set(require(numbers, before)));
      ancestors.put(fetch, indirect);
    }
  }

  private static <T> T require(Map<FetchNode, T> facts, FetchNode fetch) {
    return Objects.requireNonNull(facts.get(fetch));
  }
}
