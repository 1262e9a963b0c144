package ai.kompl.tenants.flag;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.data.Row;
import java.time.Instant;
import java.util.List;

/** All statements on flags. */
final class FlagStore {
  /**
   * A decision somebody made.
   *
   * @param key of the feature
   */
  record Decision(String key, FlagLevel level, boolean enabled) {}

  List<Decision> decisions(PlatformTransaction tx, TenantId tenant, Instant now) {
    return tx.query(
        """
        select key, 'TENANT' as level, enabled from public.tenants_tenant_flag where tenant = ?
        union all
        select feature, 'PLAN' as level, true as enabled
        from public.tenants_plan p cross join unnest(p.features) as feature
        where p.key = (
          select plan from private.licences
          where tenant = ? and starts_at <= ? and ended_at is null
          order by starts_at desc, granted_at desc limit 1)
        union all
        select key, 'PLATFORM' as level, enabled from public.tenants_platform_flag
        """,
        FlagStore::decision,
        tenant,
        tenant,
        now);
  }

  int decideForTenant(
      PlatformTransaction tx, TenantId tenant, Feature feature, boolean enabled, Act act) {
    return tx.update(
        """
        insert into public.tenants_tenant_flag (tenant, key, enabled, set_at, set_by)
        values (?, ?, ?, ?, ?)
        on conflict (tenant, key) do update
        set enabled = excluded.enabled, set_at = excluded.set_at, set_by = excluded.set_by
        """,
        tenant,
        feature.key(),
        enabled,
        act.at(),
        act.by().actor());
  }

  int decideForAll(PlatformTransaction tx, Feature feature, boolean enabled, Act act) {
    return tx.update(
        """
        insert into public.tenants_platform_flag (key, enabled, set_at, set_by)
        values (?, ?, ?, ?)
        on conflict (key) do update
        set enabled = excluded.enabled, set_at = excluded.set_at, set_by = excluded.set_by
        """,
        feature.key(),
        enabled,
        act.at(),
        act.by().actor());
  }

  int forgetForTenant(PlatformTransaction tx, TenantId tenant, Feature feature) {
    return tx.update(
        "delete from public.tenants_tenant_flag where tenant = ? and key = ?",
        tenant,
        feature.key());
  }

  int forgetForAll(PlatformTransaction tx, Feature feature) {
    return tx.update("delete from public.tenants_platform_flag where key = ?", feature.key());
  }

  private static Decision decision(Row row) {
    return new Decision(
        row.string("key"), FlagLevel.valueOf(row.string("level")), row.bool("enabled"));
  }

  /** Who changes it when. */
  record Act(Instant at, Caller by) {}
}
