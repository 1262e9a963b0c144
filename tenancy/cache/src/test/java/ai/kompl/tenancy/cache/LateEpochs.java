package ai.kompl.tenancy.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What processes agree on, as one process sees it whose looks can be kept from being answered. */
final class LateEpochs implements CacheEpochs {
  private final CacheEpochs shared;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile boolean late;

  LateEpochs(CacheEpochs shared) {
    this.shared = shared;
  }

  /** From now on a look waits. */
  void keepWaiting() {
    late = true;
  }

  /** Answers all looks again. */
  void answer() {
    late = false;
    answered.countDown();
  }

  @Override
  public Look look() {
    if (late) {
      try {
        if (!answered.await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody lets this look be answered");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return shared.look();
  }

  @Override
  public boolean suspend(Duration time) {
    return shared.suspend(time);
  }
}
