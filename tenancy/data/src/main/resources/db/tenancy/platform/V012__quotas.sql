-- What tenants are licensed for and how much of it they use. A quota is checked and taken by one
-- statement on its row in quota_use, whose lock makes sure that no two take the last place.

create table private.plan_limits (
  plan text not null,
  resource text not null,
  ceiling bigint not null check (ceiling >= 0),
  primary key (plan, resource)
);

create table private.licences (
  id uuid primary key,
  tenant text not null references public.tenants_tenant (id),
  plan text not null,
  starts_at timestamptz not null,
  expires_at timestamptz not null,
  -- The end of the time of grace: from then on the tenant can only be read.
  read_only_at timestamptz not null,
  ended_at timestamptz,
  granted_at timestamptz not null,
  granted_by text not null,
  check (starts_at < expires_at and expires_at <= read_only_at)
);
create index licences_newest on private.licences (tenant, starts_at desc) where ended_at is null;

create table private.quota_use (
  tenant text not null references public.tenants_tenant (id),
  resource text not null,
  -- The beginning of the month, or of all time for what does not start again.
  period_start timestamptz not null,
  used bigint not null check (used >= 0),
  primary key (tenant, resource, period_start)
);

alter table private.licences enable row level security;
create policy tenant_reads on private.licences for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_reads on private.licences for select to kompl_subgraph using (true);
create policy platform_reads on private.licences for select to kompl_platform using (true);

alter table private.quota_use enable row level security;
create policy tenant_uses on private.quota_use for all to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app')
  with check (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_uses on private.quota_use for all to kompl_subgraph
  using (true) with check (true);
create policy platform_uses on private.quota_use for all to kompl_platform
  using (true) with check (true);

grant select on private.plan_limits, private.licences
  to kompl_tenant, kompl_subgraph, kompl_platform;
grant select, insert, update (used) on private.quota_use
  to kompl_tenant, kompl_subgraph, kompl_platform;
