-- The second form of audit records: what people wrote stands beside the chain, which keeps only a
-- salted digest of it, so that it can be erased. Records of the first form stay as they are.
alter table private.audit_events add column form smallint not null default 1;
alter table private.audit_events add column text_digest bytea;
alter table private.audit_events alter column details drop not null;

create table private.audit_texts (
  tenant text not null,
  sequence bigint not null,
  at timestamptz not null,
  salt uuid not null,
  reason text,
  details text not null,
  primary key (at, tenant, sequence)
) partition by range (at);
create table private.audit_texts_default partition of private.audit_texts default;

-- Erasure is for the owner: no role of the running service may update or delete here either.
alter table private.audit_texts enable row level security;
create policy tenant_adds on private.audit_texts for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.audit_texts for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_adds on private.audit_texts for insert to kompl_subgraph with check (true);
create policy platform_reads on private.audit_texts for select to kompl_platform using (true);
grant insert on private.audit_texts to kompl_tenant, kompl_subgraph;
grant select on private.audit_texts to kompl_tenant, kompl_platform;

-- The end of a chain only ever moves forward, whoever moves it.
create function private.audit_head_moves_forward() returns trigger language plpgsql as $$
begin
  if new.tenant is distinct from old.tenant or new.sequence <= old.sequence then
    raise exception 'the end of an audit chain only moves forward'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function private.audit_head_moves_forward() from public;
create trigger audit_head_moves_forward before update on private.audit_heads
  for each row execute function private.audit_head_moves_forward();
