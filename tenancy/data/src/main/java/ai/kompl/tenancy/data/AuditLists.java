package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AccessRecord;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit trail of the caller's own tenant as lists to look through. Verifies nothing. */
public final class AuditLists {
  private static final String OF_CHAIN =
      """
       from private.audit_events e left join private.audit_texts t
        on t.at = e.at and t.tenant = e.tenant and t.sequence = e.sequence
      where e.tenant = ?
        and e.category = coalesce(cast(? as text), e.category)
        and e.actor = coalesce(cast(? as text), e.actor)
        and e.action = coalesce(cast(? as text), e.action)
        and e.subject_id = coalesce(cast(? as text), e.subject_id)
        and e.at >= coalesce(cast(? as timestamptz), '-infinity')
        and e.at < coalesce(cast(? as timestamptz), 'infinity')
      """;

  private static final String CHAIN_COLUMNS =
      """
      e.form, e.sequence, e.id, e.at, e.category, e.action, e.actor, e.actor_kind,
        e.on_behalf_of, e.subject_type, e.subject_id, e.request_id, e.session_id, e.text_digest,
        e.previous_hash, e.hash, t.salt, coalesce(t.reason, e.reason) as reason,
        coalesce(t.details, e.details) as details
      """;

  private static final String OF_ACCESSES =
      """
       from private.audit_accesses e where e.tenant = ?
        and e.category = coalesce(cast(? as text), e.category)
        and e.actor = coalesce(cast(? as text), e.actor)
        and e.action = coalesce(cast(? as text), e.action)
        and e.subject_id = coalesce(cast(? as text), e.subject_id)
        and e.at >= coalesce(cast(? as timestamptz), '-infinity')
        and e.at < coalesce(cast(? as timestamptz), 'infinity')
      """;

  private final TenantDatabase database;

  AuditLists(TenantDatabase database) {
    this.database = database;
  }

  /** Records of the chain, newest first, or, backward, the nearest newer one first. */
  public List<KeptRecord> chain(Caller caller, AuditFilter filter, AuditPlaces.OfChain part) {
    @Nullable Long from = part.from().orElse(null);
    @Nullable Object[] parameters = with(caller, filter, from, part.limit());
    return database.read(
        caller,
        sql ->
            part.backward()
                ? sql.query(
                    "select "
                        + CHAIN_COLUMNS
                        + OF_CHAIN
                        + " and e.sequence > coalesce(cast(? as bigint), 0)"
                        + " order by e.sequence limit ?",
                    row -> AuditPages.kept(caller.tenant(), row),
                    parameters)
                : sql.query(
                    "select "
                        + CHAIN_COLUMNS
                        + OF_CHAIN
                        + " and e.sequence < coalesce(cast(? as bigint), 9223372036854775807)"
                        + " order by e.sequence desc limit ?",
                    row -> AuditPages.kept(caller.tenant(), row),
                    parameters));
  }

  /** How many records of the chain there are. */
  public long countChain(Caller caller, AuditFilter filter) {
    return database.read(
        caller,
        sql ->
            sql.one(
                    "select count(*) as many" + OF_CHAIN,
                    row -> row.bigInteger("many"),
                    with(caller, filter))
                .orElse(0L));
  }

  /** Requests and readings, newest first, or, backward, the nearest newer one first. */
  public List<Listed> accesses(Caller caller, AuditFilter filter, AuditPlaces.OfAccesses part) {
    Optional<AuditPlaces.Access> from = part.from();
    @Nullable String at = from.map(AuditPlaces.Access::at).orElse(null);
    @Nullable Object[] parameters =
        with(
            caller,
            filter,
            at,
            at,
            from.map(AuditPlaces.Access::segment).orElse(null),
            from.map(AuditPlaces.Access::number).orElse(null),
            part.limit());
    return database.read(
        caller,
        sql ->
            part.backward()
                ? sql.query(
                    "select *"
                        + OF_ACCESSES
                        + """
                         and (cast(? as text) is null or (e.at, e.segment, e.number)
                          > (cast(? as timestamptz), cast(? as text), cast(? as int)))
                        order by e.at, e.segment, e.number limit ?
                        """,
                    row -> listed(caller, row),
                    parameters)
                : sql.query(
                    "select *"
                        + OF_ACCESSES
                        + """
                         and (cast(? as text) is null or (e.at, e.segment, e.number)
                          < (cast(? as timestamptz), cast(? as text), cast(? as int)))
                        order by e.at desc, e.segment desc, e.number desc limit ?
                        """,
                    row -> listed(caller, row),
                    parameters));
  }

  /** How many requests and readings there are. */
  public long countAccesses(Caller caller, AuditFilter filter) {
    return database.read(
        caller,
        sql ->
            sql.one(
                    "select count(*) as many" + OF_ACCESSES,
                    row -> row.bigInteger("many"),
                    with(caller, filter))
                .orElse(0L));
  }

  private static Listed listed(Caller caller, Row row) {
    return new Listed(row.string("segment"), AuditSegments.access(caller.tenant(), row));
  }

  private static @Nullable Object[] with(
      Caller caller, AuditFilter filter, @Nullable Object... more) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(caller.tenant());
    parameters.add(filter.category().map(Enum::name).orElse(null));
    parameters.add(filter.actor().orElse(null));
    parameters.add(filter.action().orElse(null));
    parameters.add(filter.subjectId().orElse(null));
    parameters.add(filter.from().orElse(null));
    parameters.add(filter.before().orElse(null));
    parameters.addAll(Arrays.asList(more));
    return parameters.toArray();
  }

  /**
   * A request or reading.
   *
   * @param segment the Merkle root over its segment, in hexadecimal
   * @param record what it says
   */
  public record Listed(String segment, AccessRecord record) {}
}
