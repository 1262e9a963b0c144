package ai.kompl.federation.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fetches of a plan with their order, while passes improve them. */
final class FetchGraph {
  private final List<FetchNode> fetches;

  FetchGraph(List<FetchNode> fetches) {
    this.fetches = new ArrayList<>(fetches);
  }

  List<FetchNode> fetches() {
    return fetches;
  }

  /** Whether a fetch must wait for another, directly or through others. */
  boolean waitsFor(FetchNode late, FetchNode early) {
    return waitsFor(late, early, new LinkedHashSet<>());
  }

  private static boolean waitsFor(FetchNode late, FetchNode early, Set<FetchNode> seen) {
    for (FetchNode before : late.dependsOn()) {
      if (before.equals(early) || (seen.add(before) && waitsFor(before, early, seen))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the two may be sent together. */
  boolean independent(FetchNode one, FetchNode other) {
    return !waitsFor(one, other) && !waitsFor(other, one);
  }

  /** How many fetches each one has before it at least: the first ones have stage zero. */
  Map<FetchNode, Integer> stages() {
    Map<FetchNode, Integer> stages = new HashMap<>();
    fetches.forEach(fetch -> stage(fetch, stages));
    return stages;
  }

  private static int stage(FetchNode fetch, Map<FetchNode, Integer> stages) {
    Integer known = stages.get(fetch);
    if (known != null) {
      return known;
    }
    int stage = 0;
    for (FetchNode before : fetch.dependsOn()) {
      stage = Math.max(stage, stage(before, stages) + 1);
    }
    stages.put(fetch, stage);
    return stage;
  }

  /** The highest stage: how many fetches the longest chain has, less one. */
  static int longest(Map<FetchNode, Integer> stages) {
    return stages.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The fetches, each behind all that it waits for. */
  List<FetchNode> firstToLast() {
    Map<FetchNode, Integer> stages = stages();
    List<FetchNode> ordered = new ArrayList<>(fetches);
    ordered.sort(Comparator.comparingInt(fetch -> stages.getOrDefault(fetch, 0)));
    return ordered;
  }

  /** How many fetches wait in a row behind each one. */
  Map<FetchNode, Integer> heights() {
    Map<FetchNode, Integer> heights = new HashMap<>();
    for (FetchNode fetch : firstToLast().reversed()) {
      int height = heights.getOrDefault(fetch, 0);
      heights.putIfAbsent(fetch, height);
      for (FetchNode before : fetch.dependsOn()) {
        heights.merge(before, height + 1, Math::max);
      }
    }
    return heights;
  }

  /** Takes a fetch away; those behind it then wait for what it waited for. */
  void remove(FetchNode fetch) {
    fetches.remove(fetch);
    for (FetchNode other : fetches) {
      if (other.dependsOn().remove(fetch)) {
        other.dependsOn().addAll(fetch.dependsOn());
      }
    }
  }

  /** Lets one fetch stand for another whose content it has taken over. */
  void replace(FetchNode gone, FetchNode by) {
    fetches.remove(gone);
    by.dependsOn().addAll(gone.dependsOn());
    by.dependsOn().remove(by);
    for (FetchNode other : fetches) {
      if (other.dependsOn().remove(gone)) {
        other.dependsOn().add(by);
      }
    }
  }

  /**
   * Lets fetches stand for others whose content they have taken over, all at once.
   *
   * @param replaced by each fetch that goes, which one stands for it; that one may go as well
   */
  void replaceAll(Map<FetchNode, FetchNode> replaced) {
    if (replaced.isEmpty()) {
      return;
    }
    replaced.keySet().forEach(gone -> last(replaced, gone).dependsOn().addAll(gone.dependsOn()));
    fetches.removeIf(replaced::containsKey);
    for (FetchNode fetch : fetches) {
      List<FetchNode> before = List.copyOf(fetch.dependsOn());
      fetch.dependsOn().clear();
      before.forEach(early -> fetch.dependsOn().add(last(replaced, early)));
    }
  }

  private static FetchNode last(Map<FetchNode, FetchNode> replaced, FetchNode fetch) {
    FetchNode by = fetch;
    for (FetchNode next = replaced.get(by); next != null; next = replaced.get(by)) {
      by = next;
    }
    if (!by.equals(fetch)) {
      // Chains are long where many stand for one another in turn: next time it is one step.
      replaced.put(fetch, by);
    }
    return by;
  }
}
