package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How far the upgrade of one subgraph's tables of one tenant is. */
final class TenantUpgrade {
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final int MOST_DOUBLINGS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private volatile Optional<QuarantinedTenant> quarantine = Optional.empty();
  private final AtomicInteger attempts = new AtomicInteger();

  /** One that is not tried before somebody asks for it. */
  static TenantUpgrade quarantined(QuarantinedTenant why) {
    var upgrade = new TenantUpgrade();
    upgrade.fail(why);
    return upgrade;
  }

  /** Whether the calling thread is the one to do it now. */
  boolean begin() {
    return quarantine.isEmpty() && ended.getCount() > 0 && running.compareAndSet(false, true);
  }

  /** It is done. */
  void succeed() {
    ended.countDown();
  }

  /** It cannot be done. */
  void fail(QuarantinedTenant why) {
    quarantine = Optional.of(why);
    ended.countDown();
  }

  /** It could not be done now; says when to try again. */
  Duration postpone() {
    int doublings = Math.min(attempts.getAndIncrement(), MOST_DOUBLINGS);
    hurried.set(false);
    running.set(false);
    return FIRST_RETRY.multipliedBy(1L << doublings);
  }

  /** Whether somebody is the first to be in a hurry about this attempt. */
  boolean hurry() {
    return !running.get() && hurried.compareAndSet(false, true);
  }

  Optional<QuarantinedTenant> quarantine() {
    return quarantine;
  }

  int attempts() {
    return attempts.get();
  }

  /** Waits until it is done or cannot be done; says whether it is one of the two. */
  boolean await(Duration most) {
    try {
      return ended.await(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
