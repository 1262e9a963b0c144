package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a transaction has stated besides its own tables: jobs, events, audit entries. They are
 * written at its end, in a bounded number of statements, when all row locks are held: so the
 * numbers of two events on the same entity are in the order of their changes.
 */
final class PendingWrites {
  private final InstantSource clock;
  private final List<PendingJob> jobs = new ArrayList<>();
  private final List<PendingEvent> events = new ArrayList<>();
  private final Map<TenantId, List<AuditTrail.Pending>> audits = new TreeMap<>();

  PendingWrites(InstantSource clock) {
    this.clock = clock;
  }

  void audit(Caller caller, AuditEntry entry) {
    audits
        .computeIfAbsent(caller.tenant(), _ -> new ArrayList<>())
        .add(new AuditTrail.Pending(caller, entry));
  }

  void publish(TenantId tenant, EventDraft event) {
    events.add(new PendingEvent(tenant, event, clock.instant()));
  }

  UUID schedule(Caller caller, String kind, String payloadJson, Duration delay) {
    if (!kind.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
      throw new IllegalArgumentException("a job kind is dotted, the subgraph first: " + kind);
    }
    UUID id = UUID.randomUUID();
    jobs.add(new PendingJob(id, caller, kind, payloadJson, delay));
    return id;
  }

  boolean hasEvents() {
    return !events.isEmpty();
  }

  /** What was stated so far. */
  List<ChangeWatch.StatedEvent> stated() {
    return events.stream()
        .map(event -> new ChangeWatch.StatedEvent(event.draft(), event.occurredAt()))
        .toList();
  }

  boolean hasJobs() {
    return !jobs.isEmpty();
  }

  void flush(SqlTransaction transaction) {
    if (!jobs.isEmpty()) {
      insertJobs(transaction);
    }
    if (!events.isEmpty()) {
      insertEvents(transaction);
    }
    var trail = new AuditTrail(clock);
    // In the order of the tenants' ids, so that two transactions cannot wait for each other.
    audits.forEach((tenant, entries) -> trail.add(transaction, tenant, entries));
  }

  private void insertJobs(SqlTransaction transaction) {
    transaction.update(
        """
        insert into private.schedule (id, tenant, subgraph, kind, payload, run_at, request_id,
          created_by)
        select id, tenant, split_part(kind, '.', 1), kind, payload,
          now() + delay * interval '1 millisecond', request_id, created_by
        from unnest(cast(? as uuid[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as bigint[]), cast(? as text[]), cast(? as text[]))
          as job (id, tenant, kind, payload, delay, request_id, created_by)
        """,
        column(jobs, PendingJob::id),
        column(jobs, job -> job.caller().tenant()),
        column(jobs, PendingJob::kind),
        column(jobs, PendingJob::payloadJson),
        column(jobs, job -> job.delay().toMillis()),
        column(jobs, job -> job.caller().requestId()),
        column(jobs, job -> job.caller().actor()));
  }

  private void insertEvents(SqlTransaction transaction) {
    transaction.update(
        """
        insert into private.outbox (tenant, type, entity_type, entity_id, payload, occurred_at,
          schema_version)
        select tenant, type, entity_type, entity_id, payload, occurred_at, schema_version
        from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as timestamptz[]), cast(? as bigint[])) with ordinality
          as event (tenant, type, entity_type, entity_id, payload, occurred_at, schema_version,
            place)
        order by place
        """,
        column(events, PendingEvent::tenant),
        column(events, event -> event.draft().type()),
        column(events, event -> event.draft().entityType()),
        column(events, event -> event.draft().entityId()),
        column(events, event -> event.draft().payloadJson()),
        column(events, PendingEvent::occurredAt),
        column(events, event -> (long) event.draft().version()));
  }

  private static <P> List<Object> column(List<P> rows, Function<P, Object> field) {
    return rows.stream().map(field).toList();
  }

  private record PendingEvent(TenantId tenant, EventDraft draft, Instant occurredAt) {}

  private record PendingJob(
      UUID id, Caller caller, String kind, String payloadJson, Duration delay) {}
}
