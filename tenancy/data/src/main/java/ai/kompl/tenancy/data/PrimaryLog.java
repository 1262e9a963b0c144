package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the primary was at moments past, and which sessions have written since. A replica that
 * has replayed what the primary had written at a moment is no older than that moment; unlike the
 * age of the last replayed transaction this holds on an idle database too.
 */
final class PrimaryLog {
  private static final int MOST_SAMPLES = 64;
  private static final int MOST_SESSIONS = 10_000;

  private static final Session ALL = new Session(new TenantId("0000000000000000"), "");
  private static final Mark NEVER = new Mark(-1, Optional.empty());

  private final RoleTransactions primary;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Map<Session, Mark> writers = new HashMap<>();
  private long writes;

  PrimaryLog(RoleTransactions primary) {
    this.primary = primary;
  }

  private record Sample(long nanoTime, LogPosition at) {}

  /**
   * A session's last write.
   *
   * @param at a place in the log at or behind its end, once somebody has asked
   */
  private record Mark(long number, Optional<LogPosition> at) {}

  private record Session(TenantId tenant, String id) {
    static Session of(Caller caller) {
      return new Session(caller.tenant(), caller.sessionId());
    }
  }

  /** Notes that the session has written; where that ended is asked for only if it matters. */
  void written(Caller caller) {
    lock.lock();
    try {
      if (writers.size() >= MOST_SESSIONS) {
        // Whoever is forgotten is taken for the session that stands for all of them.
        writers.clear();
        writers.put(ALL, new Mark(++writes, Optional.empty()));
      }
      writers.put(Session.of(caller), new Mark(++writes, Optional.empty()));
    } finally {
      lock.unlock();
    }
  }

  /** What a replica must have replayed to be no older than that and show the caller its writes. */
  LogPosition needed(Caller caller, Duration maxLag) {
    LogPosition needed = freshest(newest(maxLag.dividedBy(4)), maxLag);
    for (Session session : List.of(ALL, Session.of(caller))) {
      Optional<LogPosition> own = own(session);
      if (own.isPresent() && own.get().covers(needed)) {
        needed = own.get();
      }
    }
    return needed;
  }

  /** Where the primary is at this moment. */
  LogPosition now() {
    return newest(Duration.ZERO).at();
  }

  /** The oldest sample that is young enough. */
  private LogPosition freshest(Sample newest, Duration maxLag) {
    long now = System.nanoTime();
    lock.lock();
    try {
      return samples.stream()
          .filter(sample -> now - sample.nanoTime() <= maxLag.toNanos())
          .findFirst()
          .orElse(newest)
          .at();
    } finally {
      lock.unlock();
    }
  }

  private Optional<LogPosition> own(Session session) {
    Mark known = marked(session).orElse(NEVER);
    if (known.equals(NEVER) || known.at().isPresent()) {
      return known.at();
    }
    var asked = new Mark(known.number(), Optional.of(newest(Duration.ZERO).at()));
    lock.lock();
    try {
      // A write since then has another number and has to be asked for again.
      writers.replace(session, known, asked);
    } finally {
      lock.unlock();
    }
    return asked.at();
  }

  private Optional<Mark> marked(Session session) {
    lock.lock();
    try {
      return Optional.ofNullable(writers.get(session));
    } finally {
      lock.unlock();
    }
  }

  /** A sample no older than that. */
  private Sample newest(Duration age) {
    long now = System.nanoTime();
    lock.lock();
    try {
      Sample last = samples.peekLast();
      if (last != null && now - last.nanoTime() < age.toNanos()) {
        return last;
      }
    } finally {
      lock.unlock();
    }
    Sample sample = new Sample(System.nanoTime(), ask());
    lock.lock();
    try {
      if (samples.size() == MOST_SAMPLES) {
        samples.removeFirst();
      }
      samples.addLast(sample);
      return sample;
    } finally {
      lock.unlock();
    }
  }

  private LogPosition ask() {
    return primary.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.query(
                    "select pg_current_wal_insert_lsn()::text as at",
                    row -> LogPosition.parse(row.string("at")))
                .getFirst());
  }
}
