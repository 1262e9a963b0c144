-- Which people there are, kept by the subgraph that has their accounts, so that others that refer to
-- them can tell a person from a made-up id.
create table private.people (
  tenant text not null references public.tenants_tenant (id),
  id uuid not null,
  primary key (tenant, id)
);
alter table private.people enable row level security;
create policy tenant_reads on private.people for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_adds on private.people for insert to kompl_subgraph with check (true);
grant select on private.people to kompl_tenant;
grant insert on private.people to kompl_subgraph;

-- Facts about people that access rules go by, kept by the subgraph that knows them and read by the
-- one that issues tokens. A tenant's role keeps those of its own people only.

create table private.caller_attributes (
  tenant text not null references public.tenants_tenant (id),
  subject uuid not null,
  name text not null check (name ~ '^[a-z][a-z-]{0,40}$'),
  value text not null,
  primary key (tenant, subject, name)
);
alter table private.caller_attributes enable row level security;
create policy tenant_keeps on private.caller_attributes for all to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app')
  with check (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_reads on private.caller_attributes for select to kompl_subgraph using (true);
grant select, insert, update, delete on private.caller_attributes to kompl_tenant;
grant select on private.caller_attributes to kompl_subgraph;
