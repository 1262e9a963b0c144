package ai.kompl.gateway.subscription;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one live operation. Each event makes it read its entity anew, so a feed only
 * counts events; when a slow client lets the count reach the bound, further events are merged into
 * those that wait, and nothing of the final state is lost.
 */
public final class Feed {
  /** Why a wait ended. */
  enum Wake {
    /** The entity has changed since it was last read. */
    EVENT,
    /** Nothing happened in the time given. */
    QUIET,
    /** Nobody listens any more, or the server goes away. */
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int bound;
  private int waiting;
  private boolean ended;

  Feed(int bound) {
    this.bound = bound;
  }

  /** Adds an event; false when it was merged into those that wait. */
  boolean offer() {
    lock.lock();
    try {
      if (waiting == bound) {
        return false;
      }
      waiting++;
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next event, no longer than the given time. */
  Wake await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (waiting == 0 && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (ended) {
        return Wake.ENDED;
      }
      return take() ? Wake.EVENT : Wake.QUIET;
    } finally {
      lock.unlock();
    }
  }

  private boolean take() {
    if (waiting == 0) {
      return false;
    }
    waiting--;
    return true;
  }

  /** Ends the operation that waits here; called from any thread. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
