package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the consumers of events have left to do, and what people decide about it. A dead letter
 * holds the later events on its entity back, until it is tried again or discarded.
 */
public final class EventBacklog {
  private final RoleTransactions transactions;
  private final OwnerDatabase owner;
  private final InstantSource clock;

  EventBacklog(RoleTransactions transactions, OwnerDatabase owner, InstantSource clock) {
    this.transactions = transactions;
    this.owner = owner;
    this.clock = clock;
  }

  /**
   * Which dead letters are meant.
   *
   * @param group of that group
   * @param tenant only of that tenant
   * @param number only that one
   */
  public record Letters(String group, Optional<TenantId> tenant, Optional<Long> number) {
    /** All of a group. */
    public static Letters of(String group) {
      return new Letters(group, Optional.empty(), Optional.empty());
    }
  }

  /** All groups, by name. */
  public List<GroupBacklog> groups() {
    return transactions.run(DatabaseRole.PLATFORM, true, EventBacklog::backlogs);
  }

  private static List<GroupBacklog> backlogs(SqlTransaction sql) {
    return sql.query(
        """
        select g.consumer_group,
          count(*) filter (where d.tenant is not null and d.dead_at is null) as waiting,
          count(*) filter (where d.dead_at is null and d.attempts > 0) as failed,
          count(*) filter (where d.held) as held,
          count(*) filter (where d.dead_at is not null) as dead,
          cast(extract(epoch from now() - min(d.occurred_at)
            filter (where d.dead_at is null and not d.held)) * 1000 as bigint) as lag
        from (select distinct consumer_group from private.event_interests) g
        left join (
          select *, dead_at is null and exists (select 1 from private.event_deliveries e
            where e.consumer_group = w.consumer_group and e.tenant = w.tenant
              and e.entity_id = w.entity_id and e.position < w.position
              and e.dead_at is not null) as held
          from private.event_deliveries w) d on d.consumer_group = g.consumer_group
        group by g.consumer_group order by g.consumer_group
        """,
        row ->
            new GroupBacklog(
                row.string("consumer_group"),
                row.bigInteger("waiting"),
                row.bigInteger("failed"),
                row.bigInteger("held"),
                row.bigInteger("dead"),
                row.optionalBigInteger("lag")
                    .map(millis -> Duration.ofMillis(Math.max(0, millis)))));
  }

  /** The dead letters of all groups, the oldest first, at most so many. */
  public List<DeadLetter> deadLetters(int most) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.query(
                """
                select d.*, (select count(*) from private.event_deliveries e
                  where e.consumer_group = d.consumer_group and e.tenant = d.tenant
                    and e.entity_id = d.entity_id and e.position > d.position
                    and e.dead_at is null) as held
                from private.event_deliveries d where d.dead_at is not null
                order by d.dead_at, d.consumer_group, d.tenant, d.position limit ?
                """,
                EventBacklog::letter,
                most));
  }

  /**
   * Has dead letters tried again, as often as at first; says how many.
   *
   * @param operator an OPERATOR or SYSTEM caller
   * @throws ProblemException NOT_FOUND when there is no such group, FORBIDDEN for other callers
   */
  public int redrive(Letters which, Caller operator) {
    requireOperator(operator);
    return decided(
        which,
        operator,
        "tenancy.event.redriven",
        Optional.empty(),
        """
        update private.event_deliveries d
        set dead_at = null, attempts = 0, retry_at = '-infinity'
        """);
  }

  /**
   * Gives dead letters up for good; the later events on their entities go on. Says how many.
   *
   * @param reason why, for the audit trails of their tenants
   * @throws ProblemException as {@link #redrive}, and VALIDATION_FAILED without a reason
   */
  public int discard(Letters which, String reason, Caller operator) {
    requireOperator(operator);
    if (reason.isBlank()) {
      throw new ProblemException(
          Problem.VALIDATION_FAILED, "Say why the events are discarded: the audit trail keeps it.");
    }
    return decided(
        which,
        operator,
        "tenancy.event.discarded",
        Optional.of(reason.strip()),
        "delete from private.event_deliveries d");
  }

  private int decided(
      Letters which, Caller operator, String act, Optional<String> reason, String statement) {
    return owner.transaction(sql -> {
      requireGroup(sql, which.group());
      List<DeadLetter> letters =
          sql.query(
              statement
                  + """
                   where consumer_group = ? and dead_at is not null
                    and tenant = coalesce(cast(? as text), tenant)
                    and position = coalesce(cast(? as bigint), position)
                  returning consumer_group, tenant, position, sequence, type, entity_type,
                    entity_id, payload, occurred_at, schema_version, attempts, last_problem, now() as dead_at,
                    cast(0 as bigint) as held
                  """,
              EventBacklog::letter,
              which.group(),
              which.tenant().map(TenantId::value).orElse(null),
              which.number().orElse(null));
      tell(sql, letters, operator, act, reason);
      return letters.size();
    });
  }

  private void tell(
      OwnerSql sql, List<DeadLetter> letters, Caller operator, String act, Optional<String> reason)
      throws SQLException {
    var pending = new PendingWrites(clock);
    for (DeadLetter letter : letters) {
      Event event = letter.event();
      String details =
          "{\"group\":\"%s\",\"type\":\"%s\",\"sequence\":%d,\"attempts\":%d}"
              .formatted(letter.group(), event.type(), event.sequence(), letter.attempts());
      var entry = AuditEntry.change(act, event.entityType(), event.entityId(), details);
      pending.audit(
          OwnedTenantRegistry.forTenant(operator, event.tenant()),
          reason.map(entry::because).orElse(entry));
    }
    pending.flush(new OwnerTransaction(sql));
  }

  /**
   * Has a group apply again what it wants of the events that were stated since then, in their
   * order, as far as the outbox still has them. Says how many. What waits still is not doubled.
   *
   * @throws ProblemException as {@link #redrive}
   */
  public int replay(String group, ReplayFrom from, Caller operator) {
    requireOperator(operator);
    return owner.transaction(sql -> {
      requireGroup(sql, group);
      Map<TenantId, Integer> again = new LinkedHashMap<>();
      switch (from) {
        case ReplayFrom.Moment(var at) ->
            note(sql, " and o.occurred_at >= ? ", group, at).forEach(it -> count(again, it));
        case ReplayFrom.Sequence(var sequence) ->
            note(sql, " and o.sequence >= ? ", group, sequence).forEach(it -> count(again, it));
      }
      tellReplayed(sql, group, again, operator);
      return again.values().stream().mapToInt(Integer::intValue).sum();
    });
  }

  private static void count(Map<TenantId, Integer> again, TenantId tenant) {
    again.merge(tenant, 1, Integer::sum);
  }

  private static List<TenantId> note(OwnerSql sql, String since, String group, Object from)
      throws SQLException {
    return sql.query(
        """
        insert into private.event_deliveries (consumer_group, tenant, position, sequence, type,
          entity_type, entity_id, payload, occurred_at, schema_version)
        select i.consumer_group, o.tenant, o.sequence, o.sequence, o.type, o.entity_type,
          o.entity_id, o.payload, o.occurred_at, o.schema_version
        from private.outbox o join private.event_interests i on i.type = o.type
        join public.tenants_tenant t on t.id = o.tenant and t.state not in ('PURGING', 'PURGED')
        where i.consumer_group = ?
        """
            + since
            + " on conflict do nothing returning tenant",
        row -> new TenantId(row.string("tenant")),
        group,
        from);
  }

  private void tellReplayed(
      OwnerSql sql, String group, Map<TenantId, Integer> again, Caller operator)
      throws SQLException {
    var pending = new PendingWrites(clock);
    again.forEach((tenant, events) ->
        pending.audit(
            OwnedTenantRegistry.forTenant(operator, tenant),
            AuditEntry.change(
                "tenancy.events.replayed",
                "Tenant",
                OwnedTenantRegistry.globalId(tenant),
                "{\"group\":\"%s\",\"events\":%d}".formatted(group, events))));
    pending.flush(new OwnerTransaction(sql));
  }

  private static void requireOperator(Caller operator) {
    if (operator.kind() != CallerKind.OPERATOR && operator.kind() != CallerKind.SYSTEM) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
  }

  private static void requireGroup(OwnerSql sql, String group) throws SQLException {
    List<String> groups =
        sql.query(
            "select distinct consumer_group from private.event_interests order by 1",
            row -> row.string("consumer_group"));
    if (!groups.contains(group)) {
      throw new ProblemException(
          Problem.NOT_FOUND,
          "There is no group of that name. There are: " + String.join(", ", groups) + ".");
    }
  }

  private static DeadLetter letter(Row row) {
    Event event = EventRow.read(row);
    return new DeadLetter(
        row.string("consumer_group"),
        row.bigInteger("position"),
        event,
        row.integer("attempts"),
        row.optionalString("last_problem").orElse(""),
        row.instant("dead_at"),
        row.bigInteger("held"));
  }
}
