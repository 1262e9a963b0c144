package ai.kompl.tenants.plan;

import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All statements on plans. */
public final class PlanStore {
  private record Line(String plan, Plan.Limit limit) {}

  /** The catalogue, by key; two statements. */
  public List<Plan> all(PlatformTransaction tx) {
    Map<String, List<Plan.Limit>> limits =
        tx
            .query(
                "select plan, resource, ceiling from private.plan_limits order by plan, resource",
                row ->
                    new Line(
                        row.string("plan"),
                        new Plan.Limit(
                            Quota.valueOf(row.string("resource")), row.bigInteger("ceiling"))))
            .stream()
            .collect(
                Collectors.groupingBy(
                    Line::plan, Collectors.mapping(Line::limit, Collectors.toList())));
    return tx.query(
        "select key, name, features, version from public.tenants_plan order by key",
        row -> plan(row, limits));
  }

  /** Whether there is such a plan. */
  public boolean exists(PlatformTransaction tx, String key) {
    return tx.one("select 1 as found from public.tenants_plan where key = ?", _ -> true, key)
        .isPresent();
  }

  int keep(PlatformTransaction tx, Plan plan, Instant at, String by) {
    tx.update("delete from private.plan_limits where plan = ?", plan.key());
    tx.update(
        """
        insert into private.plan_limits (plan, resource, ceiling)
        select ?, resource, ceiling
        from unnest(cast(? as text[]), cast(? as bigint[])) as l (resource, ceiling)
        """,
        plan.key(),
        plan.limits().stream().map(limit -> limit.resource().name()).toList(),
        plan.limits().stream().map(Plan.Limit::limit).toList());
    return tx.update(
        """
        insert into public.tenants_plan (key, name, features, updated_at, updated_by)
        values (?, ?, ?, ?, ?)
        on conflict (key) do update
        set name = excluded.name, features = excluded.features, updated_at = excluded.updated_at,
          updated_by = excluded.updated_by, version = tenants_plan.version + 1
        """,
        plan.key(),
        plan.name(),
        plan.features(),
        at,
        by);
  }

  private static Plan plan(Row row, Map<String, List<Plan.Limit>> limits) {
    String key = row.string("key");
    return new Plan(
        key,
        row.string("name"),
        limits.getOrDefault(key, List.of()),
        row.strings("features"),
        row.integer("version"));
  }
}
