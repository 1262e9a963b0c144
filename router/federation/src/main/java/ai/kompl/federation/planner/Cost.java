package ai.kompl.federation.planner;

/**
 * What a decision costs: first the number of subgraph calls, then how many of them wait for one
 * another.
 */
record Cost(int calls, int depth) implements Comparable<Cost> {
  static final Cost NOTHING = new Cost(0, 0);

  Cost beside(Cost other) {
    return new Cost(calls + other.calls, Math.max(depth, other.depth));
  }

  /** The same, started only after so many calls. */
  Cost after(int stage) {
    return new Cost(calls, calls == 0 && depth == 0 ? 0 : depth + stage);
  }

  @Override
  public int compareTo(Cost other) {
    return calls != other.calls
        ? Integer.compare(calls, other.calls)
        : Integer.compare(depth, other.depth);
  }
}
