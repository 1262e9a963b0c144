package ai.kompl.federation.planner;

import java.util.List;
import java.util.Map;

/**
 * Puts the lookups of several places into one request when they go to the same subgraph. A fetch
 * that could start earlier is held back for it only where that makes no chain of fetches longer.
 *
 * <pre>
 *   reviews: users { reviews }             reviews: users { reviews }
 *   reviews: topProducts { reviews }   =>           topProducts { reviews }
 * </pre>
 */
final class BatchLookups implements FetchPass {
  @Override
  public void improve(FetchGraph graph) {
    int last = graph.stages().values().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int distance = 0; distance <= last; distance++) {
      boolean joined = true;
      while (joined) {
        joined = joinOne(graph, distance);
      }
    }
  }

  private static boolean joinOne(FetchGraph graph, int distance) {
    Map<FetchNode, Integer> stages = graph.stages();
    Map<FetchNode, Integer> heights = graph.heights();
    int longest = 0;
    for (FetchNode fetch : graph.fetches()) {
      longest = Math.max(longest, stages.getOrDefault(fetch, 0) + heights.getOrDefault(fetch, 0));
    }
    List<FetchNode> fetches = graph.fetches();
    for (FetchNode early : fetches) {
      for (FetchNode late : fetches) {
        boolean fits =
            !early.equals(late)
                && early.root() == null
                && late.root() == null
                && early.subgraph() == late.subgraph()
                && early.part() == late.part()
                && stages.getOrDefault(late, 0) - stages.getOrDefault(early, 0) == distance
                && stages.getOrDefault(late, 0) + heights.getOrDefault(early, 0) <= longest;
        if (fits && graph.independent(early, late)) {
          late.lookups().addAll(early.lookups());
          graph.replace(early, late);
          return true;
        }
      }
    }
    return false;
  }
}
