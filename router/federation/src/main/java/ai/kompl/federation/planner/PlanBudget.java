package ai.kompl.federation.planner;

import java.util.function.LongSupplier;

/**
 * How long planning may look for something better than the first plan found: so many steps, so that
 * the same operation has the same plan on every machine, and never longer than a time.
 */
final class PlanBudget {
  /** Enough to search ordinary operations to the end; some milliseconds for those that are not. */
  private static final int MOST_STEPS = 4096;

  private final LongSupplier clock;
  private final long endNanos;
  private int steps;
  private boolean exhausted;

  /** So many nanoseconds from now on a clock that tells nanoseconds from some origin. */
  PlanBudget(long nanos, LongSupplier clock) {
    this.clock = clock;
    this.endNanos = clock.getAsLong() + nanos;
    this.exhausted = nanos == 0;
  }

  /** Counts one step; true when no further improvement should be sought. */
  boolean spent() {
    if (!exhausted && (++steps & 63) == 0) {
      exhausted = steps >= MOST_STEPS || clock.getAsLong() - endNanos > 0;
    }
    return exhausted;
  }

  /** Whether some search was cut short. */
  boolean exhausted() {
    return exhausted;
  }
}
