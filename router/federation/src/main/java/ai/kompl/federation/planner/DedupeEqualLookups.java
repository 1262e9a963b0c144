package ai.kompl.federation.planner;

import java.util.List;

/**
 * Makes one lookup of those in a request that send the same and select the same at several places:
 * an entity met at more than one of them is then asked for once.
 *
 * <pre>
 *   a: _entities(representations: $a) { ... on User { name } }
 *   b: _entities(representations: $b) { ... on User { name } }
 *     =>  _entities(representations: $ab) { ... on User { name } }
 * </pre>
 */
final class DedupeEqualLookups implements FetchPass {
  @Override
  public void improve(FetchGraph graph, PlanBudget budget) {
    graph.fetches().forEach(fetch -> dedupe(fetch.lookups()));
  }

  private static void dedupe(List<LookupNode> lookups) {
    for (int first = 0; first < lookups.size(); first++) {
      LookupNode kept = lookups.get(first);
      for (int second = lookups.size() - 1; second > first; second--) {
        if (equal(kept, lookups.get(second))) {
          kept.addPlaces(lookups.remove(second));
        }
      }
    }
  }

  private static boolean equal(LookupNode one, LookupNode other) {
    if (!one.representations().equals(other.representations())
        || !one.condition().equals(other.condition())
        || !List.copyOf(one.cursors().keySet()).equals(List.copyOf(other.cursors().keySet()))) {
      return false;
    }
    List<Cursor> mine = List.copyOf(one.cursors().values());
    List<Cursor> its = List.copyOf(other.cursors().values());
    for (int index = 0; index < mine.size(); index++) {
      if (!WrittenAlike.selections(mine.get(index), its.get(index))) {
        return false;
      }
    }
    return true;
  }
}
