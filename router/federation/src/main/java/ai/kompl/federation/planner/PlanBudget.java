package ai.kompl.federation.planner;

/** How long planning may look for something better than the first plan found. */
final class PlanBudget {
  private final long endNanos;
  private int steps;
  private boolean exhausted;

  PlanBudget(long nanos) {
    this.endNanos = System.nanoTime() + nanos;
  }

  /** Counts one step; true when no further improvement should be sought. */
  boolean spent() {
    if (!exhausted && (++steps & 63) == 0) {
      exhausted = System.nanoTime() - endNanos > 0;
    }
    return exhausted;
  }

  /** Whether some search was cut short. */
  boolean exhausted() {
    return exhausted;
  }
}
