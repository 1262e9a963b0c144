package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import java.util.Comparator;
import java.util.List;

/**
 * The statements by which a group of consumers knows what it still has to do: notes of events, in
 * their order, which are removed by the transaction that applies them.
 */
final class EventDeliveries {
  private static final int TENANTS = 200;

  private final RoleTransactions transactions;
  private final String group;
  private final List<String> types;

  /** Of one group, whose members in this process know how to apply those types. */
  EventDeliveries(RoleTransactions transactions, EventConsumer consumer) {
    this.transactions = transactions;
    this.group = consumer.group();
    this.types = consumer.handlers().keySet().stream().sorted().toList();
  }

  /**
   * An event that is to be applied.
   *
   * @param position its place in the order of the group's events of that tenant
   * @param attempts how often it was tried in vain
   */
  record Noted(Event event, long position, int attempts) {}

  /** Says what the group wants. From then on the database notes it. */
  void join() {
    transactions.run(
        group,
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                insert into private.event_interests (consumer_group, type)
                select ?, type from unnest(cast(? as text[])) as wanted (type)
                order by type on conflict do nothing
                """,
                group,
                types));
  }

  /**
   * Adds what was stated by transactions that had begun before the group joined and did not see it.
   * Says whether that is done: it waits for the end of those transactions, and nothing is applied
   * before it, so nothing that was applied can come back by it.
   */
  boolean complete() {
    return transactions.run(
        group,
        DatabaseRole.PLATFORM,
        false,
        sql -> {
          List<Boolean> missing =
              sql.query(
                  """
                  select joined_in < pg_snapshot_xmin(pg_current_snapshot()) as settled
                  from private.event_interests
                  where consumer_group = ? and not complete order by type for update
                  """,
                  row -> row.bool("settled"),
                  group);
          if (missing.isEmpty() || missing.contains(false)) {
            return missing.isEmpty();
          }
          addUnseen(sql);
          return true;
        });
  }

  private void addUnseen(SqlTransaction sql) {
    sql.update(
        """
        insert into private.event_deliveries (consumer_group, tenant, position, sequence, type,
          entity_type, entity_id, payload, occurred_at, schema_version)
        select i.consumer_group, o.tenant, o.sequence, o.sequence, o.type, o.entity_type,
          o.entity_id, o.payload, o.occurred_at, o.schema_version
        from private.event_interests i
        join private.outbox o on o.type = i.type and o.transaction_id >= i.unseen_from
          and o.occurred_at >= i.joined_at - interval '1 hour'
        join public.tenants_tenant t on t.id = o.tenant and t.state not in ('PURGING', 'PURGED')
        where i.consumer_group = ? and not i.complete
        on conflict do nothing
        """,
        group);
    sql.update(
        "update private.event_interests set complete = true where consumer_group = ?", group);
  }

  /** Tenants for whom something can be applied now, those who wait longest first. */
  List<TenantId> waiting() {
    return transactions.run(
        group,
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.query(
                """
                select d.tenant from private.event_deliveries d
                join public.tenants_tenant t on t.id = d.tenant and t.state = 'ACTIVE'
                where d.consumer_group = ? and d.type = any(?)
                  and d.dead_at is null and d.retry_at <= now()
                  and not exists (select 1 from private.event_deliveries e
                    where e.consumer_group = d.consumer_group and e.tenant = d.tenant
                      and e.entity_id = d.entity_id and e.position < d.position
                      and (e.dead_at is not null or e.retry_at > now() or e.type <> all(?)))
                group by d.tenant order by min(d.position) limit ?
                """,
                row -> new TenantId(row.string("tenant")),
                group,
                types,
                types,
                TENANTS));
  }

  /**
   * Takes the next events of a tenant, within the transaction that applies them: if that does not
   * commit, they are still there. Of one entity nothing is taken while an earlier event waits for
   * another try or for somebody's decision. Empty as well while another process is at it.
   */
  List<Noted> take(TenantTransaction transaction, int most) {
    if (!mine(transaction)) {
      return List.of();
    }
    return transaction
        .query(
            """
            delete from private.event_deliveries where (consumer_group, tenant, position) in (
              select d.consumer_group, d.tenant, d.position from private.event_deliveries d
              where d.consumer_group = ? and d.tenant = ? and d.type = any(?)
                and d.dead_at is null and d.retry_at <= now()
                and not exists (select 1 from private.event_deliveries e
                  where e.consumer_group = d.consumer_group and e.tenant = d.tenant
                    and e.entity_id = d.entity_id and e.position < d.position
                    and (e.dead_at is not null or e.retry_at > now() or e.type <> all(?)))
              order by d.position limit ?)
            returning tenant, position, sequence, type, entity_type, entity_id, payload,
              occurred_at, schema_version, attempts
            """,
            EventDeliveries::noted,
            group,
            transaction.caller().tenant(),
            types,
            types,
            most)
        .stream()
        .sorted(Comparator.comparingLong(Noted::position))
        .toList();
  }

  /**
   * One process at a time works for a tenant, or two could take neighbours out of their order. A
   * statement of its own: what the next one sees has to be from after the lock was taken.
   */
  private boolean mine(TenantTransaction transaction) {
    return transaction
        .one(
            "select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine",
            row -> row.bool("mine"),
            "events " + group + " " + transaction.caller().tenant())
        .orElseThrow();
  }

  /** Has an event tried again later, or not any more. */
  void failed(Noted noted, String problem, ConsumerSettings settings) {
    int failures = noted.attempts() + 1;
    transactions.run(
        group,
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.event_deliveries
                set attempts = ?, last_problem = ?, dead_at = case when ? then now() end,
                  retry_at = now() + ? * interval '1 millisecond'
                where consumer_group = ? and tenant = ? and position = ? and dead_at is null
                """,
                failures,
                problem,
                failures >= settings.attempts(),
                settings.retryAfter(failures).toMillis(),
                group,
                noted.event().tenant(),
                noted.position()));
  }

  /** Has an event tried again later as if it had not been tried: the failure was not its own. */
  void postponed(Noted noted, ConsumerSettings settings) {
    transactions.run(
        group,
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.event_deliveries
                set retry_at = now() + ? * interval '1 millisecond'
                where consumer_group = ? and tenant = ? and position = ? and dead_at is null
                """,
                settings.firstRetry().toMillis(),
                group,
                noted.event().tenant(),
                noted.position()));
  }

  private static Noted noted(Row row) {
    Event event = EventRow.read(row);
    return new Noted(event, row.bigInteger("position"), row.integer("attempts"));
  }
}
