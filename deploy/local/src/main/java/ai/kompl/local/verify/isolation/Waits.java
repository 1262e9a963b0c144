package ai.kompl.local.verify.isolation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
final class Waits {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration STEP = Duration.ofMillis(2);

  private Waits() {}

  /** Whether it comes about in time. */
  static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return true;
  }

  /** Lets it run to its end, or for as long as there is patience. */
  static void letRun(Runnable work) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      threads.submit(work).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // What it has come to by now is what the case judges.
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a step of the case failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    } finally {
      threads.shutdownNow();
    }
  }

  static void forLatch(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("what the case waits for has not begun");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of a case", e);
    }
  }
}
