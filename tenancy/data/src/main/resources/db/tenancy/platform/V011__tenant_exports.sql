-- What tenants had written for them of all that they own. The files are in the object storage.
create table private.tenant_exports (
  id uuid primary key,
  tenant text not null references public.tenants_tenant (id),
  state text not null check (state in ('REQUESTED', 'READY', 'FAILED', 'EXPIRED')),
  requested_at timestamptz not null,
  requested_by text not null,
  finished_at timestamptz,
  bytes bigint,
  sha256 text,
  expires_at timestamptz
);
-- One at a time for each tenant.
create unique index tenant_exports_under_way on private.tenant_exports (tenant)
  where state = 'REQUESTED';
create index tenant_exports_newest on private.tenant_exports (tenant, requested_at desc);
alter table private.tenant_exports enable row level security;
create policy tenant_adds on private.tenant_exports for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.tenant_exports for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy tenant_ends on private.tenant_exports for update to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
grant select, insert on private.tenant_exports to kompl_tenant;
grant update (state, finished_at, bytes, sha256, expires_at) on private.tenant_exports
  to kompl_tenant;
