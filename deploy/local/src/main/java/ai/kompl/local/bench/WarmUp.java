package ai.kompl.local.bench;

import java.time.Duration;

/**
 * When a router counts as warm: the CPU per request of the last three stretches of load lies within
 * a tenth of their median. A router that does not get there in time is measured all the same, and
 * the figures say so.
 *
 * @param stretch how long each stretch lasts
 * @param limit after which no further stretch begins
 */
record WarmUp(Duration stretch, Duration limit) {
  static final int STRETCHES = 3;
  static final double WITHIN = 0.10;

  /**
   * How it went.
   *
   * @param requests that were answered before anything counted
   * @param steady whether the criterion was met
   */
  record Outcome(int requests, double seconds, boolean steady) {
    /** As the figures write it. */
    @Override
    public String toString() {
      return Math.round(seconds) + "s_" + (steady ? "steady" : "unsteady");
    }
  }

  /** Whether the CPU per request of all stretches so far has come to rest. */
  static boolean steady(Samples cpu) {
    return cpu.size() >= STRETCHES && cpu.last(STRETCHES).relativeSpread() <= WITHIN;
  }

  /** Loads a router until it is warm. */
  Outcome run(Load load, Subject subject, byte[] answer) {
    long start = System.nanoTime();
    var cpu = new Samples();
    int requests = 0;
    while (!steady(cpu) && System.nanoTime() - start < limit.toNanos()) {
      Duration before = subject.cpu();
      int answered = load.closed(subject, answer, stretch).requests();
      cpu.add(subject.cpu().minus(before).toNanos() / 1e6 / answered);
      requests += answered;
    }
    return new Outcome(requests, (System.nanoTime() - start) / 1e9, steady(cpu));
  }
}
