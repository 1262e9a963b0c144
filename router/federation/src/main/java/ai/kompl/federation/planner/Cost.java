package ai.kompl.federation.planner;

/**
 * What a decision costs: first the number of subgraph calls, then how many of them wait for one
 * another, then how late the single values come.
 *
 * @param leaves how many values there are
 * @param lateness the stages at which they come, added up
 */
record Cost(int calls, int depth, int leaves, int lateness) implements Comparable<Cost> {
  static final Cost NOTHING = new Cost(0, 0, 0, 0);

  /** Calls of which as many wait for one another. */
  static Cost of(int calls, int depth) {
    return new Cost(calls, depth, 0, 0);
  }

  /** One value that comes at a stage. */
  static Cost leaf(int stage) {
    return new Cost(0, 0, 1, stage);
  }

  Cost beside(Cost other) {
    return new Cost(
        calls + other.calls,
        Math.max(depth, other.depth),
        leaves + other.leaves,
        lateness + other.lateness);
  }

  /** The same, started only after so many calls. */
  Cost after(int stage) {
    return new Cost(calls, depth == 0 ? 0 : depth + stage, leaves, lateness + stage * leaves);
  }

  Cost withCalls(int fewer) {
    return new Cost(fewer, depth, leaves, lateness);
  }

  @Override
  public int compareTo(Cost other) {
    if (calls != other.calls) {
      return Integer.compare(calls, other.calls);
    }
    return depth != other.depth
        ? Integer.compare(depth, other.depth)
        : Integer.compare(lateness, other.lateness);
  }
}
