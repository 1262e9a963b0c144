package ai.kompl.federation.transport;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Unused connections to one endpoint, last in first out: the one used last is the least likely to
 * have been closed by the far end. The lock is never held while blocking.
 */
final class IdleConnections {
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Http1Connection> idle = new ArrayDeque<>();
  private final Http1Settings settings;
  private boolean closed;

  IdleConnections(Http1Settings settings) {
    this.settings = settings;
  }

  /** A connection that is young enough, or null. */
  @Nullable Http1Connection take() {
    Instant oldest = settings.clock().instant().minus(settings.idleTimeout());
    Http1Connection newest;
    List<Http1Connection> stale = List.of();
    lock.lock();
    try {
      newest = idle.poll();
      if (newest != null && newest.idleSince().isBefore(oldest)) {
        stale = new ArrayList<>(idle);
        stale.add(newest);
        idle.clear();
        newest = null;
      }
    } finally {
      lock.unlock();
    }
    stale.forEach(Http1Connection::close);
    return newest;
  }

  /** Keeps the connection for a later call, or closes the one that has been idle longest. */
  void put(Http1Connection connection) {
    connection.becomeIdle();
    Http1Connection surplus = null;
    lock.lock();
    try {
      idle.push(connection);
      if (closed || idle.size() > settings.maxIdleConnections()) {
        surplus = idle.pollLast();
      }
    } finally {
      lock.unlock();
    }
    if (surplus != null) {
      surplus.close();
    }
  }

  /** Closes all; those given back later are closed at once. */
  void close() {
    List<Http1Connection> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(Http1Connection::close);
  }

  /** How many connections are kept, for metrics. */
  int count() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }
}
