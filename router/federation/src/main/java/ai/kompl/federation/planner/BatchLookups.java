package ai.kompl.federation.planner;

import java.util.ArrayList;
import java.util.HashMap;
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
  public void improve(FetchGraph graph, PlanBudget budget) {
    joinWithinStages(graph);
    joinAcrossStages(graph, budget);
  }

  /**
   * Lookups of one stage never wait for each other, and joining them moves no fetch to another
   * stage: one walk over the graph finds all of them.
   */
  private static void joinWithinStages(FetchGraph graph) {
    Map<FetchNode, Integer> stages = graph.stages();
    Map<Group, FetchNode> latest = new HashMap<>();
    Map<FetchNode, FetchNode> replaced = new HashMap<>();
    for (FetchNode fetch : graph.fetches()) {
      if (fetch.root() == null) {
        var key = new Group(stages.getOrDefault(fetch, 0), fetch.subgraph(), fetch.part());
        FetchNode before = latest.put(key, fetch);
        if (before != null) {
          fetch.lookups().addAll(before.lookups());
          replaced.put(before, fetch);
        }
      }
    }
    graph.replaceAll(replaced);
  }

  private record Group(int stage, int subgraph, int part) {}

  private static void joinAcrossStages(FetchGraph graph, PlanBudget budget) {
    int longest = FetchGraph.longest(graph.stages());
    for (int distance = 1; distance <= longest && !budget.spent(); distance++) {
      boolean joined = true;
      while (joined && !budget.spent()) {
        joined = joinOne(graph, distance, budget);
      }
    }
  }

  private static boolean joinOne(FetchGraph graph, int distance, PlanBudget budget) {
    Map<FetchNode, Integer> stages = graph.stages();
    Map<FetchNode, Integer> heights = graph.heights();
    int longest = FetchGraph.longest(stages);
    Map<Group, List<FetchNode>> places = new HashMap<>();
    for (FetchNode fetch : graph.fetches()) {
      if (fetch.root() == null) {
        var key = new Group(stages.getOrDefault(fetch, 0), fetch.subgraph(), fetch.part());
        places.computeIfAbsent(key, _ -> new ArrayList<>()).add(fetch);
      }
    }
    for (FetchNode early : graph.fetches()) {
      int stage = stages.getOrDefault(early, 0) + distance;
      if (early.root() != null || stage + heights.getOrDefault(early, 0) > longest) {
        continue;
      }
      for (FetchNode late :
          places.getOrDefault(new Group(stage, early.subgraph(), early.part()), List.of())) {
        if (budget.spent()) {
          return false;
        }
        if (!graph.waitsFor(late, early)) {
          late.lookups().addAll(early.lookups());
          graph.replace(early, late);
          return true;
        }
      }
    }
    return false;
  }
}
