package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds links to the tenants' audit chains. The head of a chain is locked from here to the commit,
 * so this is the last thing a transaction does.
 */
final class AuditTrail {
  private final InstantSource clock;

  AuditTrail(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds the entries of one tenant. */
  void add(SqlTransaction transaction, TenantId tenant, List<Pending> entries) {
    Head head =
        transaction
            .one(
                "select sequence, hash from private.audit_heads where tenant = ? for update",
                row ->
                    new Head(row.bigInteger("sequence"), new AuditRecord.Digest(row.bytes("hash"))),
                tenant)
            .orElseThrow(() -> new IllegalStateException("the tenant has no audit chain"));
    insert(transaction, tenant, chain(head, entries));
  }

  private List<AuditRecord> chain(Head head, List<Pending> entries) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<AuditRecord> records = new ArrayList<>();
    AuditRecord.Digest previous = head.hash();
    long sequence = head.sequence();
    for (Pending pending : entries) {
      sequence++;
      var link =
          new AuditRecord(
              sequence, UUID.randomUUID(), now, pending.caller(), pending.entry(), previous);
      records.add(link);
      previous = link.hash();
    }
    return records;
  }

  private static void insert(
      SqlTransaction transaction, TenantId tenant, List<AuditRecord> records) {
    AuditRecord last = records.getLast();
    transaction.update(
        """
        with head as (
          update private.audit_heads set sequence = ?, hash = ? where tenant = ?)
        insert into private.audit_events (tenant, sequence, id, at, category, action, actor,
          actor_kind, on_behalf_of, subject_type, subject_id, reason, request_id, session_id,
          details, previous_hash, hash)
        select ?, * from unnest(cast(? as bigint[]), cast(? as uuid[]), cast(? as timestamptz[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as bytea[]),
          cast(? as bytea[]))
        """,
        last.sequence(),
        last.hash().bytes(),
        tenant,
        tenant,
        column(records, AuditRecord::sequence),
        column(records, AuditRecord::id),
        column(records, AuditRecord::at),
        column(records, link -> link.entry().category()),
        column(records, link -> link.entry().action()),
        column(records, link -> link.caller().actor()),
        column(records, link -> link.caller().kind()),
        nullable(records, AuditRecord::onBehalfOf),
        column(records, link -> link.entry().subjectType()),
        column(records, link -> link.entry().subjectId()),
        nullable(records, link -> link.entry().reason()),
        column(records, link -> link.caller().requestId()),
        column(records, link -> link.caller().sessionId()),
        column(records, link -> link.entry().detailsJson()),
        column(records, link -> link.previousHash().bytes()),
        column(records, link -> link.hash().bytes()));
  }

  private static List<Object> column(
      List<AuditRecord> records, Function<AuditRecord, Object> field) {
    return records.stream().map(field).toList();
  }

  private static @Nullable Object[] nullable(
      List<AuditRecord> records, Function<AuditRecord, Optional<String>> field) {
    @Nullable Object[] values = new @Nullable Object[records.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = field.apply(records.get(i)).orElse(null);
    }
    return values;
  }

  /**
   * An entry that waits for the end of its transaction.
   *
   * @param caller who acted
   * @param entry what was done
   */
  record Pending(Caller caller, AuditEntry entry) {}

  private record Head(long sequence, AuditRecord.Digest hash) {}
}
