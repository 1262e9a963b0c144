package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;

/** What processes agree on, kept in memory for those of a test. */
final class SharedEpochs implements CacheEpochs {
  private long epoch = 1;
  private boolean away;
  private long until = System.nanoTime();

  @Override
  public synchronized Look look() {
    reach();
    return new Look(epoch, suspended());
  }

  @Override
  public synchronized boolean suspend(Duration time) {
    reach();
    boolean begun = !suspended();
    if (begun) {
      epoch++;
    }
    until = Math.max(until, System.nanoTime() + time.toNanos());
    return begun;
  }

  synchronized void away(boolean now) {
    away = now;
  }

  private void reach() {
    if (away) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
  }

  private boolean suspended() {
    return System.nanoTime() - until < 0;
  }

  synchronized long epoch() {
    return epoch;
  }
}
