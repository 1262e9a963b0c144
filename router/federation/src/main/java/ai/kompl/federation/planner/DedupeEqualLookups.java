package ai.kompl.federation.planner;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Representation;
import java.util.ArrayList;
import java.util.Iterator;
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
    if (lookups.size() < 2) {
      return;
    }
    List<Sent> sent = new ArrayList<>(lookups.size());
    for (LookupNode lookup : lookups) {
      sent.add(Sent.by(lookup));
    }
    for (int first = 0; first < lookups.size(); first++) {
      LookupNode kept = lookups.get(first);
      for (int second = lookups.size() - 1; second > first; second--) {
        if (sent.get(first).equals(sent.get(second)) && selectsTheSame(kept, lookups.get(second))) {
          sent.remove(second);
          kept.addPlaces(lookups.remove(second));
        }
      }
    }
  }

  /** What a lookup sends, told apart by a number first. */
  private record Sent(
      int hash, List<Representation> representations, Condition condition, List<String> names) {
    static Sent by(LookupNode lookup) {
      List<Representation> representations = lookup.representations();
      List<String> names = List.copyOf(lookup.cursors().keySet());
      int hash = 31 * representations.hashCode() + names.hashCode();
      return new Sent(hash, representations, lookup.condition(), names);
    }
  }

  private static boolean selectsTheSame(LookupNode one, LookupNode other) {
    Iterator<Cursor> its = other.cursors().values().iterator();
    for (Cursor mine : one.cursors().values()) {
      if (!WrittenAlike.selections(mine, its.next())) {
        return false;
      }
    }
    return true;
  }
}
