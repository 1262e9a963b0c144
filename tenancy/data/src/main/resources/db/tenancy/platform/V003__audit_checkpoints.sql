-- Signed statements about the audit trails: a Merkle root over all records since the one before.
create table private.audit_checkpoints (
  tenant text not null references public.tenants_tenant (id),
  number bigint not null,
  at timestamptz not null,
  from_sequence bigint not null,
  to_sequence bigint not null,
  root bytea not null,
  hash bytea not null,
  previous bytea not null,
  key text not null,
  signature text not null,
  primary key (tenant, number)
);
alter table private.audit_checkpoints enable row level security;
create policy tenant_reads on private.audit_checkpoints for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_reads on private.audit_checkpoints for select to kompl_platform using (true);
create policy platform_adds on private.audit_checkpoints for insert to kompl_platform
  with check (true);
grant select on private.audit_checkpoints to kompl_tenant, kompl_platform;
grant insert on private.audit_checkpoints to kompl_platform;
