package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Carries committed events from the outbox to the publisher, each at least once and in order. Any
 * number of processes may run one: a lock lets only one work at a time.
 */
final class OutboxRelay implements AutoCloseable {
  private static final int BATCH = 500;
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

  private final RoleTransactions transactions;
  private final EventPublisher publisher;
  private final Semaphore wake;
  private final Thread thread;
  private final Outage outage =
      new Outage(
          System.getLogger(OutboxRelay.class.getName()),
          "outbox-relay-failed",
          InstantSource.system());
  private volatile boolean closed;

  OutboxRelay(RoleTransactions transactions, EventPublisher publisher, Semaphore wake) {
    this.transactions = transactions;
    this.publisher = publisher;
    this.wake = wake;
    this.thread = Thread.ofVirtual().name("outbox-relay").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration pause = Duration.ZERO;
    while (!closed && !pausedOut(pause)) {
      pause = turn();
    }
  }

  private boolean pausedOut(Duration pause) {
    try {
      if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** One look at the outbox; says how long to wait for the next. */
  private Duration turn() {
    try {
      Turn turn = transactions.run(DatabaseRole.PLATFORM, false, this::relay);
      outage.over();
      if (turn.published() == BATCH) {
        return Duration.ZERO;
      }
      return turn.waiting() ? SOON : IDLE;
    } catch (ProblemException e) {
      // Database or publisher are away: nothing is lost, it is all tried again.
      outage.failed(e);
      return AFTER_FAILURE;
    }
  }

  private Turn relay(SqlTransaction sql) {
    boolean mine =
        sql.one(
                "select pg_try_advisory_xact_lock(?) as mine",
                row -> row.bool("mine"),
                AdvisoryLock.RELAY)
            .orElseThrow();
    if (!mine) {
      return new Turn(0, false);
    }
    // Rows of a transaction still open may carry lower numbers than rows already visible, so a
    // cursor over the numbers would skip them for ever. Below the snapshot's horizon all
    // transactions have ended.
    List<Waiting> waiting =
        sql.query(
            """
            select sequence, tenant, type, entity_type, entity_id, payload, occurred_at,
              schema_version, transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as ready
            from private.outbox
            where published_at is null
            order by sequence limit 500
            """,
            OutboxRelay::waiting);
    List<Event> ready = waiting.stream().filter(Waiting::ready).map(Waiting::event).toList();
    if (!ready.isEmpty()) {
      publisher.publish(ready);
      mark(sql, ready);
    }
    return new Turn(ready.size(), ready.size() < waiting.size());
  }

  private static void mark(SqlTransaction sql, List<Event> published) {
    sql.update(
        """
        update private.outbox o set published_at = now()
        from unnest(cast(? as bigint[]), cast(? as timestamptz[])) as done (sequence, occurred_at)
        where o.sequence = done.sequence and o.occurred_at = done.occurred_at
        """,
        published.stream().map(Event::sequence).toList(),
        published.stream().map(Event::occurredAt).toList());
  }

  private static Waiting waiting(Row row) {
    Event event = EventRow.read(row);
    return new Waiting(event, row.bool("ready"));
  }

  private record Waiting(Event event, boolean ready) {}

  private record Turn(int published, boolean waiting) {}
}
