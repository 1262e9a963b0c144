package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The quotas of one tenant, by the plan of the licence that began last. The row of a quota is
 * locked by the statement that takes of it until the transaction ends, and its condition is looked
 * at again when it had to wait: that is what makes the count exact.
 */
final class TenantQuotas implements Quotas {
  private final SqlTransaction sql;
  private final TenantId tenant;
  private final Instant now;

  TenantQuotas(SqlTransaction sql, TenantId tenant, InstantSource clock) {
    this.sql = sql;
    this.tenant = tenant;
    this.now = clock.instant();
  }

  @Override
  public void take(Quota quota, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("nothing negative can be taken: " + amount);
    }
    boolean taken =
        sql.update(
                """
                with licence as materialized (
                  select plan, read_only_at from private.licences
                  where tenant = ? and starts_at <= ? and ended_at is null
                  order by starts_at desc, granted_at desc limit 1),
                room as materialized (
                  select coalesce((select l.ceiling from private.plan_limits l
                      join licence on licence.plan = l.plan where l.resource = ?),
                    9223372036854775807) as ceiling)
                insert into private.quota_use as held (tenant, resource, period_start, used)
                select ?, ?, ?, cast(? as bigint) from room
                where cast(? as bigint) <= room.ceiling
                  and not exists (select 1 from licence where read_only_at <= ?)
                on conflict (tenant, resource, period_start) do update
                set used = held.used + excluded.used
                where excluded.used <= (select ceiling from room) - held.used
                """,
                tenant,
                now,
                quota,
                tenant,
                quota,
                quota.periodStart(now),
                amount,
                amount,
                now)
            == 1;
    if (!taken) {
      throw refused(quota, amount);
    }
  }

  private ProblemException refused(Quota quota, long amount) {
    if (readOnly()) {
      return new ProblemException(Problem.LICENCE_EXPIRED);
    }
    QuotaUse use = all().stream().filter(one -> one.quota() == quota).findFirst().orElseThrow();
    return use.exceededBy(amount);
  }

  private boolean readOnly() {
    return sql.one(
            """
            select read_only_at <= ? as over from private.licences
            where tenant = ? and starts_at <= ? and ended_at is null
            order by starts_at desc, granted_at desc limit 1
            """,
            row -> row.bool("over"),
            now,
            tenant,
            now)
        .orElse(false);
  }

  @Override
  public void giveBack(Quota quota, long amount) {
    sql.update(
        """
        update private.quota_use set used = greatest(0, used - cast(? as bigint))
        where tenant = ? and resource = ? and period_start = ?
        """,
        amount,
        tenant,
        quota,
        quota.periodStart(now));
  }

  @Override
  public List<QuotaUse> all() {
    return uses(Arrays.stream(Quota.values()).map(quota -> Period.of(quota, now)).toList());
  }

  @Override
  public List<QuotaUse> monthly(Instant from, Instant until) {
    List<Quota> monthly = Arrays.stream(Quota.values()).filter(Quota::monthly).toList();
    var periods = new ArrayList<Period>();
    Instant month = Quota.API_CALLS.periodStart(from);
    while (month.isBefore(until)) {
      for (Quota quota : monthly) {
        periods.add(new Period(quota, month));
      }
      month = Quota.API_CALLS.resetsAt(month).orElseThrow();
    }
    return uses(periods);
  }

  /** A quota in one of its periods. */
  private record Period(Quota quota, Instant start) {
    static Period of(Quota quota, Instant at) {
      return new Period(quota, quota.periodStart(at));
    }
  }

  /** Who can only read any more is not kept from that by the calls of a plan that is over. */
  private List<QuotaUse> uses(List<Period> periods) {
    return sql.query(
        """
        select r.resource, r.start, l.ceiling, coalesce(u.used, 0) as used
        from unnest(cast(? as text[]), cast(? as timestamptz[]))
          with ordinality as r (resource, start, place)
        left join (
          select plan, read_only_at from private.licences
          where tenant = ? and starts_at <= ? and ended_at is null
          order by starts_at desc, granted_at desc limit 1) licence on true
        left join private.plan_limits l on l.resource = r.resource and l.plan = licence.plan
          and (r.resource <> 'API_CALLS' or licence.read_only_at > ?)
        left join private.quota_use u
          on u.tenant = ? and u.resource = r.resource and u.period_start = r.start
        order by r.place
        """,
        TenantQuotas::use,
        periods.stream().map(period -> period.quota().name()).toList(),
        periods.stream().map(Period::start).toList(),
        tenant,
        now,
        now,
        tenant);
  }

  private static QuotaUse use(Row row) {
    Quota quota = Quota.valueOf(row.string("resource"));
    Instant start = row.instant("start");
    return new QuotaUse(
        quota,
        row.optionalBigInteger("ceiling"),
        row.bigInteger("used"),
        quota.monthly() ? Optional.of(start) : Optional.empty(),
        quota.resetsAt(start));
  }
}
