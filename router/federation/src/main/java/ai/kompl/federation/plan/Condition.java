package ai.kompl.federation.plan;

import java.util.List;

/**
 * When something of a plan takes part in a request, by its {@code @skip} and {@code @include}: any
 * of the alternatives holds, and an alternative holds when all its literals do. Guards are numbered
 * in {@link QueryPlan#guards()}.
 *
 * @param alternatives sets of guards; no alternative at all means never, an empty one always
 */
public record Condition(List<List<Integer>> alternatives) {
  /** Takes part in every request. */
  public static final Condition ALWAYS = new Condition(List.of(List.of()));

  /** Copies the lists. */
  public Condition {
    alternatives = alternatives.stream().map(List::copyOf).distinct().toList();
  }

  /** Whether it holds whatever the variables are. */
  public boolean always() {
    for (List<Integer> alternative : alternatives) {
      if (alternative.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
