package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditHead;
import ai.kompl.tenancy.data.audit.AuditPlace;
import ai.kompl.tenancy.data.audit.KeptRecord;
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
    AuditHead head =
        transaction
            .one(
                "select sequence, hash from private.audit_heads where tenant = ? for update",
                row ->
                    new AuditHead(row.bigInteger("sequence"), new AuditDigest(row.bytes("hash"))),
                tenant)
            .orElseThrow(() -> new IllegalStateException("the tenant has no audit chain"));
    insert(transaction, tenant, chain(head, entries));
  }

  private List<KeptRecord> chain(AuditHead head, List<Pending> entries) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<KeptRecord> records = new ArrayList<>();
    AuditDigest previous = head.hash();
    long sequence = head.sequence();
    for (Pending pending : entries) {
      sequence++;
      String tenant = pending.caller().tenant().value();
      var place = new AuditPlace(tenant, sequence, UUID.randomUUID(), now);
      KeptRecord link = pending.entry().link(place, pending.caller(), previous);
      records.add(link);
      previous = link.hash();
    }
    return records;
  }

  private static void insert(
      SqlTransaction transaction, TenantId tenant, List<KeptRecord> records) {
    KeptRecord last = records.getLast();
    List<KeptRecord> texts = records.stream().filter(kept -> kept.text().isPresent()).toList();
    transaction.update(
        """
        with head as (
          update private.audit_heads set sequence = ?, hash = ? where tenant = ?),
        texts as (
          insert into private.audit_texts (tenant, sequence, at, salt, reason, details)
          select ?, * from unnest(cast(? as bigint[]), cast(? as timestamptz[]),
            cast(? as uuid[]), cast(? as text[]), cast(? as text[])))
        insert into private.audit_events (tenant, form, sequence, id, at, category, action, actor,
          actor_kind, on_behalf_of, subject_type, subject_id, request_id, session_id,
          text_digest, previous_hash, hash)
        select ?, 2, * from unnest(cast(? as bigint[]), cast(? as uuid[]),
          cast(? as timestamptz[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]), cast(? as bytea[]), cast(? as bytea[]),
          cast(? as bytea[]))
        """,
        last.sequence(),
        last.hash().bytes(),
        tenant,
        tenant,
        column(texts, KeptRecord::sequence),
        column(texts, kept -> kept.link().place().at()),
        column(texts, kept -> kept.text().orElseThrow().salt()),
        nullable(texts, kept -> kept.text().orElseThrow().reason()),
        column(texts, kept -> kept.text().orElseThrow().details()),
        tenant,
        column(records, KeptRecord::sequence),
        column(records, kept -> kept.link().place().id()),
        column(records, kept -> kept.link().place().at()),
        column(records, kept -> kept.link().act().category()),
        column(records, kept -> kept.link().act().action()),
        column(records, kept -> kept.link().actor().name()),
        column(records, kept -> kept.link().actor().kind()),
        nullable(records, kept -> kept.link().actor().onBehalfOf()),
        column(records, kept -> kept.link().act().subjectType()),
        column(records, kept -> kept.link().act().subjectId()),
        column(records, kept -> kept.link().actor().requestId()),
        column(records, kept -> kept.link().actor().sessionId()),
        nullable(records, kept -> kept.link().text().map(AuditDigest::bytes)),
        column(records, kept -> kept.link().previous().bytes()),
        column(records, kept -> kept.hash().bytes()));
  }

  private static List<Object> column(List<KeptRecord> records, Function<KeptRecord, Object> field) {
    return records.stream().map(field).toList();
  }

  private static @Nullable Object[] nullable(
      List<KeptRecord> records, Function<KeptRecord, ? extends Optional<?>> field) {
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
}
