package ai.kompl.tenancy.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells threads that work in rounds when to end, and waits for them. */
final class Closing {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final CountDownLatch begun = new CountDownLatch(1);

  /** Waits between two rounds; whether the thread is to end instead of going on. */
  boolean within(Duration pause) {
    try {
      return begun.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Tells the threads and waits for each a while. */
  void end(Thread... threads) {
    begun.countDown();
    try {
      for (Thread thread : threads) {
        thread.join(LONGEST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
