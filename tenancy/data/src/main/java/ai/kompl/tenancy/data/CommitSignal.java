package ai.kompl.tenancy.data;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Tells the relay and the workers of this process that a commit has left them something to do, so
 * that they need not wait for their next look.
 */
final class CommitSignal {
  private final Semaphore events = new Semaphore(0);
  private final List<Semaphore> workers = new CopyOnWriteArrayList<>();

  void after(PendingWrites committed) {
    if (committed.hasEvents()) {
      events.release();
    }
    if (committed.hasJobs()) {
      workers.forEach(Semaphore::release);
    }
  }

  /** Wakes the relay. */
  Semaphore events() {
    return events;
  }

  /** Wakes one more worker from now on. */
  Semaphore addWorker() {
    var wake = new Semaphore(0);
    workers.add(wake);
    return wake;
  }
}
