package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The algebra of conditions, kept in disjunctive form without redundant alternatives. */
public final class Conditions {
  /** Holds in no request. */
  public static final Condition NEVER = new Condition(List.of());

  private Conditions() {}

  /** Both hold. */
  public static Condition and(Condition one, Condition other) {
    if (one.always()) {
      return other;
    }
    if (other.always()) {
      return one;
    }
    List<List<Integer>> alternatives = new ArrayList<>();
    for (List<Integer> left : one.alternatives()) {
      for (List<Integer> right : other.alternatives()) {
        TreeSet<Integer> both = new TreeSet<>(left);
        both.addAll(right);
        alternatives.add(List.copyOf(both));
      }
    }
    return simplified(alternatives);
  }

  /** At least one holds. */
  public static Condition or(Condition one, Condition other) {
    if (one.always() || other.always()) {
      return Condition.ALWAYS;
    }
    List<List<Integer>> alternatives = new ArrayList<>(one.alternatives());
    alternatives.addAll(other.alternatives());
    return simplified(alternatives);
  }

  private static Condition simplified(List<List<Integer>> alternatives) {
    List<List<Integer>> kept = new ArrayList<>();
    for (List<Integer> candidate : alternatives) {
      if (kept.stream().noneMatch(candidate::containsAll)) {
        kept.removeIf(weaker -> weaker.containsAll(candidate));
        kept.add(candidate);
      }
    }
    return new Condition(kept);
  }
}
