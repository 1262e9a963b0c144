package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A point of the monotonic clock until which something is waited for by looking at it every few
 * milliseconds.
 */
record Deadline(long nanoTime) {
  private static final Duration PAUSE = Duration.ofMillis(5);

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Whether the condition came true in time. */
  boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - nanoTime >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new EmbeddedServerException(
            Fault.INTERRUPTED, "interrupted while waiting for a server");
      }
    }
    return true;
  }
}
