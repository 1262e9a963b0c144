package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sweeps orphans of all tenants now and then. Any number of processes may run one. */
final class ObjectSweeper implements AutoCloseable {
  private static final Duration EACH = Duration.ofHours(6);
  private static final Duration GRACE = Duration.ofHours(24);

  private final StoredObjects objects;
  private final TenantRegistry registry;
  private final Semaphore stop = new Semaphore(0);
  private final Thread thread;

  ObjectSweeper(StoredObjects objects, TenantRegistry registry) {
    this.objects = objects;
    this.registry = registry;
    this.thread = Thread.ofVirtual().name("object-sweep").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    stop.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (!stop.tryAcquire(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
        sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    try {
      for (Tenant tenant : registry.all()) {
        if (stop.availablePermits() > 0) {
          return;
        }
        int removed = objects.sweep(tenant.id(), GRACE);
        if (removed > 0) {
          log().log(System.Logger.Level.INFO, "orphans-swept " + tenant.id() + " " + removed);
        }
      }
    } catch (ProblemException e) {
      log().log(System.Logger.Level.WARNING, "orphans-not-swept", e);
    }
  }

  private static System.Logger log() {
    return System.getLogger(ObjectSweeper.class.getName());
  }
}
