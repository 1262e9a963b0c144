package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.CacheEpochs.Look;
import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether this process may use the cache now. It may while it has looked, not longer than a lease
 * ago, at what all processes agree on, that was no suspension, and Redis answers.
 *
 * <p>A process that cannot drop what it has changed suspends the cache for all and waits for a
 * lease: by then every process has noticed or has stopped by itself. All durations are measured
 * with the monotonic clock, from before the question was sent.
 */
final class CacheGate implements AutoCloseable {
  private static final Duration PROBE = Duration.ofMillis(100);

  /** What was seen; asked for {@code from} then on, and first seen so {@code since} then. */
  private record Seen(Look look, long from, long since) {}

  private final CacheServer server;
  private final CacheEpochs epochs;
  private final CacheTimes times;
  private final Closing closing = new Closing();
  private final Thread looking;
  private final Thread probing;
  private final Outage unseen = outage("cache-epoch-unseen");
  private final Outage unanswered = outage("cache-away");
  private final ReentrantLock suspending = new ReentrantLock();
  private volatile Seen seen;
  private volatile boolean away = true;
  // Until when, on the monotonic clock, the own suspension certainly holds; written under the lock.
  private volatile long heldUntil;
  private volatile boolean held;

  CacheGate(CacheServer server, CacheEpochs epochs, CacheTimes times) {
    this.server = server;
    this.epochs = epochs;
    this.times = times;
    long now = System.nanoTime();
    this.seen = new Seen(new Look(0, true), now, now);
    this.looking = Thread.ofVirtual().name("cache-look").unstarted(this::look);
    this.probing = Thread.ofVirtual().name("cache-probe").unstarted(this::probe);
  }

  private static Outage outage(String event) {
    return new Outage(System.getLogger(CacheGate.class.getName()), event, InstantSource.system());
  }

  /** Looks once and tries Redis once, then goes on in the background. */
  void start() {
    lookNow();
    probeNow();
    looking.start();
    probing.start();
  }

  /** The epoch under which values may be read and stored now; empty when they may not. */
  OptionalLong open() {
    Seen last = seen;
    boolean usable = !away && !last.look().suspended() && fresh(last);
    return usable ? OptionalLong.of(last.look().epoch()) : OptionalLong.empty();
  }

  /**
   * The epoch in which values are to be dropped; empty when that would not do: when Redis does not
   * answer, and after a suspension was noticed here for as long as others may still read in the
   * epoch before it. Another epoch that this process has not noticed yet is still suspended, and
   * holds nothing older.
   */
  OptionalLong dropping() {
    if (away) {
      return OptionalLong.empty();
    }
    if (!fresh(seen)) {
      lookNow();
    }
    Seen last = seen;
    boolean noticedByAll =
        !last.look().suspended()
            || System.nanoTime() - last.since() > times.lease().plus(times.look()).toNanos();
    return fresh(last) && noticedByAll
        ? OptionalLong.of(last.look().epoch())
        : OptionalLong.empty();
  }

  private boolean fresh(Seen last) {
    return System.nanoTime() - last.from() < times.lease().toNanos();
  }

  /** Redis has not answered. */
  void lost(CacheAwayException failure) {
    unanswered.failed(failure);
    away = true;
  }

  boolean away() {
    return away;
  }

  /**
   * Returns when no process uses the cache, and none will before everything in it is void.
   *
   * @throws ProblemException UNAVAILABLE when that cannot be reached
   */
  void suspend() {
    if (holds()) {
      return;
    }
    suspending.lock();
    try {
      if (!holds()) {
        extend();
      }
    } finally {
      suspending.unlock();
    }
  }

  private boolean holds() {
    return held && System.nanoTime() - heldUntil < 0;
  }

  // Under the lock.
  private void extend() {
    boolean continued = holds();
    long from = System.nanoTime();
    boolean begun = epochs.suspend(times.suspension());
    saw(new Look(seen.look().epoch(), true), from);
    if (begun || !continued) {
      await(times.lease().plus(times.look()));
    }
    // A lease earlier than stated, so that what is acknowledged at the last moment is covered.
    heldUntil = from + times.suspension().minus(times.look()).toNanos();
    held = true;
  }

  private void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    try {
      while (left > 0) {
        // Also when the cache is being closed: a change is not acknowledged early for that.
        TimeUnit.NANOSECONDS.sleep(left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }

  private void look() {
    long extended = System.nanoTime();
    while (!closing.within(times.look())) {
      lookNow();
      boolean due = System.nanoTime() - extended > times.suspension().toNanos() / 3;
      if (away && held && due) {
        extended = System.nanoTime();
        keep();
      } else if (!away) {
        held = false;
      }
    }
  }

  /** While Redis is away for this process, no change shall have to wait again. */
  private void keep() {
    suspending.lock();
    try {
      extend();
    } catch (ProblemException e) {
      unseen.failed(e);
    } finally {
      suspending.unlock();
    }
  }

  private void lookNow() {
    long from = System.nanoTime();
    try {
      Look look = epochs.look();
      saw(look, from);
      unseen.over();
    } catch (ProblemException e) {
      unseen.failed(e);
    }
  }

  private void saw(Look look, long from) {
    Seen last = seen;
    boolean same = last.look().equals(look);
    seen = new Seen(look, from, same ? last.since() : System.nanoTime());
  }

  private void probe() {
    while (!closing.within(PROBE)) {
      if (away) {
        probeNow();
      }
    }
  }

  private void probeNow() {
    if (server.answers()) {
      away = false;
      unanswered.over();
    } else {
      unanswered.failed(null);
    }
  }

  @Override
  public void close() {
    closing.end(looking, probing);
  }
}
