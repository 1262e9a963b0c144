package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AuditAct;
import ai.kompl.tenancy.data.audit.AuditActor;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditHead;
import ai.kompl.tenancy.data.audit.AuditPlace;
import ai.kompl.tenancy.data.audit.AuditRecord;
import ai.kompl.tenancy.data.audit.AuditText;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads a tenant's trail in the order of its numbers, as it is in the tables, a page at a time. */
final class AuditPages {
  private static final int PAGE = 1000;
  private static final UUID NO_SALT = new UUID(0, 0);

  private final SqlTransaction sql;
  private final TenantId tenant;

  AuditPages(SqlTransaction sql, TenantId tenant) {
    this.sql = sql;
    this.tenant = tenant;
  }

  /** Makes all that this transaction reads one moment's; nothing may have been read before. */
  void asOfOneMoment() {
    sql.update("set transaction isolation level repeatable read");
  }

  /** Where the chain ends. */
  AuditHead head() {
    return sql.one(
            "select sequence, hash from private.audit_heads where tenant = ?",
            row -> new AuditHead(row.bigInteger("sequence"), new AuditDigest(row.bytes("hash"))),
            tenant)
        .orElseThrow(() -> new IllegalStateException("the tenant has no audit chain"));
  }

  /** Every record behind that number, numbers that are there twice included. */
  void after(long sequence, Consumer<KeptRecord> reader) {
    long last = sequence;
    // Far behind any record of that number, so that reading starts with the next number.
    Instant lastAt = Instant.parse("9999-12-31T23:59:59Z");
    List<KeptRecord> page;
    do {
      page = page(last, lastAt);
      page.forEach(reader);
      if (!page.isEmpty()) {
        last = page.getLast().sequence();
        lastAt = page.getLast().link().place().at();
      }
    } while (page.size() == PAGE);
  }

  private List<KeptRecord> page(long last, Instant lastAt) {
    return sql.query(
        """
        with page as materialized (
          select * from private.audit_events
          where tenant = ? and sequence >= ? and (sequence, at) > (?, ?)
          order by sequence, at limit 1000)
        select e.form, e.sequence, e.id, e.at, e.category, e.action, e.actor, e.actor_kind,
          e.on_behalf_of, e.subject_type, e.subject_id, e.request_id, e.session_id, e.text_digest,
          e.previous_hash, e.hash, t.salt, coalesce(t.reason, e.reason) as reason,
          coalesce(t.details, e.details) as details
        from page e left join private.audit_texts t
          on t.at = e.at and t.tenant = e.tenant and t.sequence = e.sequence
        order by e.sequence, e.at
        """,
        row -> kept(tenant, row),
        tenant,
        last,
        last,
        lastAt);
  }

  static KeptRecord kept(TenantId tenant, Row row) {
    var link =
        new AuditRecord(
            new AuditPlace(
                tenant.value(), row.bigInteger("sequence"), row.uuid("id"), row.instant("at")),
            actor(row),
            act(row),
            row.optionalBytes("text_digest").map(AuditDigest::new),
            new AuditDigest(row.bytes("previous_hash")));
    return new KeptRecord(row.integer("form"), link, text(row), new AuditDigest(row.bytes("hash")));
  }

  /** Who acted, as any of the trail's tables keep it. */
  static AuditActor actor(Row row) {
    return new AuditActor(
        row.string("actor"),
        row.string("actor_kind"),
        row.optionalString("on_behalf_of"),
        row.string("request_id"),
        row.string("session_id"));
  }

  /** What was done, as any of the trail's tables keep it. */
  static AuditAct act(Row row) {
    return new AuditAct(
        row.string("category"),
        row.string("action"),
        row.string("subject_type"),
        row.string("subject_id"));
  }

  private static Optional<AuditText> text(Row row) {
    return row.optionalString("details")
        .map(details ->
            new AuditText(
                row.optionalUuid("salt").orElse(NO_SALT), row.optionalString("reason"), details));
  }
}
