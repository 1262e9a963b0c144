package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.data.audit.AccessRecord;
import ai.kompl.tenancy.data.audit.AuditAct;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Gathers requests and readings in memory and writes them as segments of their tenants' audit
 * trails, every few seconds. What was gathered since the last time is lost when the process is
 * killed; the trails are told so by the next process that looks. What cannot be written is kept and
 * tried again, within bounds; what falls out of these is counted in the next segment.
 */
final class SegmentJournal implements AccessJournal, AutoCloseable {
  /** How many records are held at most, over all tenants. */
  static final int MOST = 100_000;

  private static final int LARGEST_SEGMENT = 1_000;
  private static final Duration SIGN = Duration.ofSeconds(30);

  private final UUID writer = UUID.randomUUID();
  private final ReentrantLock lock = new ReentrantLock();
  private final TenantDatabase database;
  private final SegmentWriters writers;
  private final InstantSource clock;
  private final Rounds rounds;
  private final Outage unwritten;
  private final Outage unsigned;
  private Map<TenantId, Open> gathered = new HashMap<>();
  private int held;
  private Instant nextSign = Instant.MIN;

  SegmentJournal(
      TenantDatabase database, SegmentWriters writers, InstantSource clock, Duration rhythm) {
    this.database = database;
    this.writers = writers;
    this.clock = clock;
    this.rounds = new Rounds("audit-segments", rhythm, this::round);
    var log = System.getLogger(SegmentJournal.class.getName());
    this.unwritten = new Outage(log, "audit-segments-not-written", clock);
    this.unsigned = new Outage(log, "audit-writer-gives-no-sign", clock);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void add(Caller caller, Access access) {
    var noted = new Noted(caller, access, clock.instant().truncatedTo(ChronoUnit.MICROS));
    lock.lock();
    try {
      Open open = gathered.computeIfAbsent(caller.tenant(), _ -> new Open());
      if (held < MOST) {
        open.notes.add(noted);
        held++;
      } else {
        open.lost++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes all that has been gathered; what cannot be written stays for the next time. */
  void write() {
    boolean all = true;
    for (Map.Entry<TenantId, Open> taken : take().entrySet()) {
      all &= write(taken.getKey(), taken.getValue());
    }
    if (all) {
      unwritten.over();
    }
  }

  /** One tenant's trail that cannot be written keeps no other from it. */
  private boolean write(TenantId tenant, Open open) {
    try {
      writeAll(tenant, open);
      return true;
    } catch (ProblemException e) {
      unwritten.failed(e);
      putBack(tenant, open);
      return false;
    }
  }

  private Map<TenantId, Open> take() {
    lock.lock();
    try {
      Map<TenantId, Open> taken = gathered;
      gathered = new HashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void writeAll(TenantId tenant, Open open) {
    open.forget(clock.instant().minus(AuditSegments.LONGEST_OPEN.dividedBy(2)), this::letGo);
    while (!open.notes.isEmpty()) {
      List<Noted> part = open.notes.subList(0, Math.min(LARGEST_SEGMENT, open.notes.size()));
      List<AccessRecord> segment = segment(tenant, part);
      long lost = open.lost;
      database.write(
          AuditSegments.writer(tenant, writer),
          transaction -> {
            AuditSegments.write(transaction, writer, segment, lost);
            return true;
          });
      letGo(part.size());
      part.clear();
      open.lost = 0;
    }
  }

  private static List<AccessRecord> segment(TenantId tenant, List<Noted> notes) {
    List<AccessRecord> segment = new ArrayList<>(notes.size());
    for (Noted noted : notes) {
      Access access = noted.access();
      var act =
          new AuditAct(
              category(access.kind()).name(),
              AuditEntry.storable(access.action()),
              AuditEntry.storable(access.subjectType()),
              AuditEntry.storable(access.subjectId()));
      segment.add(
          new AccessRecord(
              tenant.value(),
              segment.size() + 1,
              noted.at(),
              AuditEntry.actor(noted.caller()),
              act,
              AuditEntry.storable(access.outcome())));
    }
    return segment;
  }

  private static AuditCategory category(Access.Kind kind) {
    return switch (kind) {
      case REQUEST -> AuditCategory.REQUEST;
      case READ -> AuditCategory.ACCESS;
    };
  }

  private void letGo(int many) {
    lock.lock();
    try {
      held -= many;
    } finally {
      lock.unlock();
    }
  }

  private void putBack(TenantId tenant, Open open) {
    lock.lock();
    try {
      Open since = gathered.put(tenant, open);
      if (since != null) {
        open.notes.addAll(since.notes);
        open.lost += since.lost;
      }
    } finally {
      lock.unlock();
    }
  }

  private void round() {
    try {
      if (!clock.instant().isBefore(nextSign)) {
        writers.alive(writer);
        writers.tellOfTheDead();
        nextSign = clock.instant().plus(SIGN);
        unsigned.over();
      }
    } catch (ProblemException e) {
      unsigned.failed(e);
    }
    write();
  }

  /** Writes what is left. */
  @Override
  public void close() {
    rounds.close();
    write();
    try {
      if (isEmpty()) {
        writers.ended(writer);
      }
    } catch (ProblemException e) {
      unsigned.failed(e);
    }
  }

  private boolean isEmpty() {
    lock.lock();
    try {
      return held == 0;
    } finally {
      lock.unlock();
    }
  }

  /** What one tenant's next segment is made of. Guarded by the lock, or by who has taken it. */
  private static final class Open {
    private final List<Noted> notes = new ArrayList<>();
    private long lost;

    /** Gives up what is older than a segment may be. */
    private void forget(Instant before, IntConsumer letGo) {
      int many = 0;
      while (many < notes.size() && notes.get(many).at().isBefore(before)) {
        many++;
      }
      notes.subList(0, many).clear();
      lost += many;
      letGo.accept(many);
    }
  }

  private record Noted(Caller caller, Access access, Instant at) {}
}
