package ai.kompl.federation.composition.satisfy;

/**
 * Counts what a check costs: fields looked up at a spot, states put off and sets of spots compared.
 * Whether all queries can be planned is a hard question in general (a boolean formula can be
 * written as subgraphs), so the count has an end, at which the check is given up. Belongs to one
 * thread.
 */
final class Effort {
  private final long limit;
  private long steps;

  Effort(long limit) {
    this.limit = limit;
  }

  void step() {
    steps++;
  }

  /** Whether the limit was passed; what is found from then on means nothing. */
  boolean spent() {
    return steps > limit;
  }

  long limit() {
    return limit;
  }

  long steps() {
    return steps;
  }
}
