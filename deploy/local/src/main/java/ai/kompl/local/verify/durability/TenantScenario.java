package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Journal.Op;
import ai.kompl.local.verify.durability.Journal.Outcome;
import ai.kompl.tenancy.data.TenantDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tenants are provisioned: each is there with all that makes it, or not at all. */
final class TenantScenario implements Scenario {
  @Override
  public List<String> seams() {
    return List.of("OwnedTenantRegistry.provision");
  }

  @Override
  public void work(Workplace place, Stage stage) {
    Journal journal = stage.journal();
    for (int n = 0; n < 50; n++) {
      String slug = stage.tenant().value() + "-" + stage.run() + "-" + n;
      journal.invoke(slug, "tenants");
      place.data().registry().provision(new TenantDraft(slug, slug), Stage.operator());
      journal.ok(slug, 0);
    }
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    List<Finding> findings = new ArrayList<>(whole(source.look()));
    source
        .look()
        .rows(
            """
            select rolname from pg_roles where rolname like 'tenant\\_%\\_app'
              and substr(rolname, 8, 16) not in (select id from public.tenants_tenant)
            """)
        .forEach(row -> findings.add(new Finding(Kind.DANGLING, "role " + row.getFirst())));
    Set<String> there = new HashSet<>();
    source
        .look()
        .rows("select slug from public.tenants_tenant")
        .forEach(row -> there.add(row.getFirst()));
    for (Op op : stage.journal().read()) {
      if (op.outcome() == Outcome.OK && !there.contains(op.id())) {
        findings.add(new Finding(Kind.LOST, op.toString()));
      }
    }
    return findings;
  }

  /** What is left of tenants that are not whole. */
  static List<Finding> whole(OwnerView look) {
    return look
        .rows(
            """
            select 'schema without tenant ' || nspname from pg_namespace
            where nspname like 'tenant\\_%' and substr(nspname, 8) not in (select id from public.tenants_tenant)
            union all
            select 'tenant without ' || missing || ' ' || id from (
              select id, case
                when not exists (select 1 from pg_namespace where nspname = 'tenant_' || id) then 'schema'
                when not exists (select 1 from pg_roles where rolname = 'tenant_' || id || '_app') then 'role'
                when not exists (select 1 from private.audit_heads where tenant = id) then 'audit chain'
                when not exists (select 1 from private.outbox where tenant = id and type = 'tenants.tenant.provisioned') then 'event'
                when (select count(*) from private.tenant_schema_version where tenant = id)
                  <> (select count(distinct subgraph) from private.migration_scripts) then 'tables'
              end as missing from public.tenants_tenant) t
            where missing is not null
            """)
        .stream()
        .map(row -> new Finding(Kind.DANGLING, row.getFirst()))
        .toList();
  }
}
