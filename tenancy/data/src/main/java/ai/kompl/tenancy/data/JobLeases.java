package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The statements by which a worker takes, keeps and ends jobs. A job is a worker's as long as it
 * holds the lease; what it says about a job it has lost is not written.
 */
final class JobLeases {
  private final RoleTransactions transactions;
  private final String subgraph;
  private final WorkerSettings settings;
  private final Supplier<List<TenantId>> behind;
  private final UUID owner = UUID.randomUUID();

  /**
   * For the jobs of one subgraph.
   *
   * @param behind the tenants whose tables are not yet what the handlers expect; their jobs wait
   */
  JobLeases(
      RoleTransactions transactions,
      String subgraph,
      WorkerSettings settings,
      Supplier<List<TenantId>> behind) {
    this.behind = behind;
    this.transactions = transactions;
    this.subgraph = subgraph;
    this.settings = settings;
  }

  /**
   * Jobs that were taken.
   *
   * @param due to be done
   * @param abandoned to be given up: every attempt ended with its process, and one is not tried for
   *     ever
   */
  record Taken(List<Job> due, List<Job> abandoned) {}

  /** Takes up to so many jobs that are due or whose lease has run out, and those to be given up. */
  Taken take(Set<String> kinds, int most) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql -> {
          List<Job> abandoned = abandoned(sql, kinds);
          return new Taken(due(sql, kinds, most), abandoned);
        });
  }

  private List<Job> due(SqlTransaction sql, Set<String> kinds, int most) {
    return sql.query(
        """
        update private.schedule s
        set state = 'RUNNING', attempts = s.attempts + 1, lease_owner = ?,
          lease_until = now() + ? * interval '1 millisecond'
        where s.id in (
          select id from private.schedule
          where subgraph = ? and kind = any(?) and run_at <= now() and attempts < ?
            and tenant <> all (?)
            and (state = 'WAITING' or (state = 'RUNNING' and lease_until < now()))
            and not exists (select 1 from public.tenants_tenant t
              where t.id = schedule.tenant and t.state <> 'ACTIVE'
                and (t.state <> 'OFFBOARDING' or schedule.subgraph <> 'tenants'))
          order by run_at limit ? for update skip locked)
        returning s.id, s.tenant, s.kind, s.payload, s.attempts, s.request_id, s.created_by
        """,
        this::job,
        owner,
        settings.lease().toMillis(),
        subgraph,
        kinds,
        settings.attempts(),
        behind.get(),
        most);
  }

  /** Held by a lease until those who wait have been told. */
  private List<Job> abandoned(SqlTransaction sql, Set<String> kinds) {
    return sql.query(
        """
        update private.schedule s
        set lease_owner = ?, lease_until = now() + ? * interval '1 millisecond'
        where s.id in (
          select id from private.schedule
          where subgraph = ? and kind = any(?) and attempts >= ?
            and state = 'RUNNING' and lease_until < now()
            and not exists (select 1 from public.tenants_tenant t
              where t.id = schedule.tenant and t.state <> 'ACTIVE'
                and (t.state <> 'OFFBOARDING' or schedule.subgraph <> 'tenants'))
          for update skip locked)
        returning s.id, s.tenant, s.kind, s.payload, s.attempts, s.request_id, s.created_by
        """,
        this::job,
        owner,
        settings.lease().toMillis(),
        subgraph,
        kinds,
        settings.attempts());
  }

  /** Ends a job that was abandoned. */
  void givenUp(UUID id) {
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.schedule
                set state = 'FAILED', finished_at = now(), lease_owner = null,
                  last_problem = 'LEASE_EXPIRED'
                where id = ? and lease_owner = ?
                """,
                id,
                owner));
  }

  /** Renews the leases of jobs at work; says which of them are still ours. */
  Set<UUID> renew(Collection<UUID> atWork) {
    return Set.copyOf(
        transactions.run(
            DatabaseRole.PLATFORM,
            false,
            sql ->
                sql.query(
                    """
                    update private.schedule
                    set lease_until = now() + ? * interval '1 millisecond'
                    where id = any(?) and lease_owner = ? and state = 'RUNNING'
                    returning id
                    """,
                    row -> row.uuid("id"),
                    settings.lease().toMillis(),
                    atWork,
                    owner)));
  }

  void done(UUID id) {
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.schedule
                set state = 'DONE', finished_at = now(), lease_owner = null, last_problem = null
                where id = ? and lease_owner = ?
                """,
                id,
                owner));
  }

  /** Puts a job back as if it had not been begun: its tenant is not served at the moment. */
  void postponed(UUID id) {
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.schedule
                set state = 'WAITING', attempts = attempts - 1, lease_owner = null
                where id = ? and lease_owner = ?
                """,
                id,
                owner));
  }

  /** Has a failed job tried again later, or not any more. */
  void failed(Job job, String problem) {
    long factor = 1L << Math.min(job.attempt() - 1, 10);
    transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql ->
            sql.update(
                """
                update private.schedule
                set state = case when attempts >= ? then 'FAILED' else 'WAITING' end,
                  finished_at = case when attempts >= ? then now() end,
                  run_at = now() + ? * interval '1 millisecond',
                  lease_owner = null, last_problem = ?
                where id = ? and lease_owner = ?
                """,
                settings.attempts(),
                settings.attempts(),
                settings.firstRetry().multipliedBy(factor).toMillis(),
                problem,
                job.id(),
                owner));
  }

  private Job job(Row row) {
    var tenant = new TenantId(row.string("tenant"));
    Caller caller =
        Caller.worker(tenant, row.string("kind"), row.string("request_id"))
            .withAttribute("on-behalf-of", row.string("created_by"));
    int attempt = row.integer("attempts");
    return new Job(
        row.uuid("id"),
        row.string("kind"),
        row.string("payload"),
        attempt,
        attempt >= settings.attempts(),
        caller);
  }
}
