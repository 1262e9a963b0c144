package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AccessRecord;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The segments of requests and readings in the tables, as the audit trail refers to them. */
final class AuditSegments {
  /** How much older than its closing a record of a segment may be; those further back are lost. */
  static final Duration LONGEST_OPEN = Duration.ofHours(12);

  private AuditSegments() {}

  /**
   * Writes a segment and, with the same commit, the record of the chain that closes it.
   *
   * @param writer the process that has gathered it
   * @param lost how many records before these could not be kept
   */
  static void write(
      TenantTransaction transaction, UUID writer, List<AccessRecord> segment, long lost) {
    String root = AccessRecord.root(segment).toString();
    insert(transaction, writer, root, segment);
    String details =
        """
        {"writer":"%s","records":%d,"lost":%d}\
        """
            .formatted(writer, segment.size(), lost);
    transaction.audit(
        new AuditEntry(
            AuditCategory.SYSTEM,
            AccessRecord.CLOSED,
            AccessRecord.SEGMENT,
            root,
            Optional.empty(),
            details));
  }

  private static void insert(
      TenantTransaction transaction, UUID writer, String root, List<AccessRecord> segment) {
    transaction.update(
        """
        insert into private.audit_accesses (tenant, segment, writer, number, at, category, action,
          actor, actor_kind, on_behalf_of, subject_type, subject_id, outcome, request_id,
          session_id)
        select ?, ?, ?, * from unnest(cast(? as int[]), cast(? as timestamptz[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
          cast(? as text[]), cast(? as text[]))
        """,
        transaction.caller().tenant(),
        root,
        writer,
        column(segment, AccessRecord::number),
        column(segment, AccessRecord::at),
        column(segment, access -> access.act().category()),
        column(segment, access -> access.act().action()),
        column(segment, access -> access.actor().name()),
        column(segment, access -> access.actor().kind()),
        onBehalfOf(segment),
        column(segment, access -> access.act().subjectType()),
        column(segment, access -> access.act().subjectId()),
        column(segment, AccessRecord::outcome),
        column(segment, access -> access.actor().requestId()),
        column(segment, access -> access.actor().sessionId()));
  }

  private static List<Object> column(
      List<AccessRecord> segment, Function<AccessRecord, Object> field) {
    return segment.stream().map(field).toList();
  }

  private static @Nullable Object[] onBehalfOf(List<AccessRecord> segment) {
    @Nullable Object[] values = new @Nullable Object[segment.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = segment.get(i).actor().onBehalfOf().orElse(null);
    }
    return values;
  }

  /** Hands over the segment that the record closes; nothing when it closes none. */
  static void read(
      SqlTransaction sql, TenantId tenant, KeptRecord kept, Consumer<AccessRecord> to) {
    AccessRecord.segmentClosedBy(kept)
        .ifPresent(root -> {
          Instant closed = kept.link().place().at();
          sql.query(
                  """
                  select * from private.audit_accesses
                  where tenant = ? and segment = ? and at between ? and ? order by number
                  """,
                  row -> access(tenant, row),
                  tenant,
                  root.toString(),
                  closed.minus(LONGEST_OPEN),
                  closed.plus(LONGEST_OPEN))
              .forEach(to);
        });
  }

  /** How many records of segments there are, in whatever segment they say they are. */
  static long count(SqlTransaction sql, TenantId tenant) {
    return sql.one(
            "select count(*) as many from private.audit_accesses where tenant = ?",
            row -> row.bigInteger("many"),
            tenant)
        .orElse(0L);
  }

  static AccessRecord access(TenantId tenant, Row row) {
    return new AccessRecord(
        tenant.value(),
        row.integer("number"),
        row.instant("at"),
        AuditPages.actor(row),
        AuditPages.act(row),
        row.string("outcome"));
  }

  /**
   * The tenants for whom a process has written segments in its last hour and whose trails can be
   * told; those suspended or closed since then cannot.
   */
  static List<TenantId> servedBy(SqlTransaction sql, UUID writer, Instant lastSign) {
    return sql.query(
        """
        select distinct tenant from private.audit_accesses
        where writer = ? and at between ? and ?
          and exists (select 1 from public.tenants_tenant t where t.id = tenant
            and t.state = 'ACTIVE')
        order by tenant
        """,
        row -> new TenantId(row.string("tenant")),
        writer,
        lastSign.minus(Duration.ofHours(1)),
        lastSign.plus(LONGEST_OPEN));
  }

  /** What the trail is told when a process that gathered segments has died. */
  static void tellOfEnd(TenantTransaction transaction, UUID writer, Instant lastSign) {
    boolean told =
        transaction
            .one(
                """
                select 1 as told from private.audit_events
                where subject_id = ? and action = 'audit.segments.interrupted' limit 1
                """,
                _ -> true,
                writer.toString())
            .isPresent();
    if (!told) {
      transaction.audit(
          new AuditEntry(
              AuditCategory.SYSTEM,
              "audit.segments.interrupted",
              "AuditWriter",
              writer.toString(),
              Optional.empty(),
              "{\"lastSign\":\"" + lastSign + "\"}"));
    }
  }

  /** Under which name the segments are written. */
  static Caller writer(TenantId tenant, UUID writer) {
    return Caller.worker(tenant, "audit.segments", writer.toString());
  }
}
