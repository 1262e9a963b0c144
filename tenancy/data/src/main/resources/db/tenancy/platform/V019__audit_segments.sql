-- Requests and readings of personal data. They stand in segments: a segment is written in one
-- transaction together with one record of the audit chain, whose subject is the Merkle root over it.
create table private.audit_accesses (
  tenant text not null,
  segment text not null check (segment ~ '^[0-9a-f]{64}$'),
  number int not null,
  at timestamptz not null,
  category text not null,
  action text not null,
  actor text not null,
  actor_kind text not null,
  on_behalf_of text,
  subject_type text not null,
  subject_id text not null,
  outcome text not null,
  request_id text not null,
  session_id text not null,
  writer uuid not null,
  primary key (at, tenant, segment, number)
) partition by range (at);
create table private.audit_accesses_default partition of private.audit_accesses default;
create index audit_accesses_in_order on private.audit_accesses (tenant, segment, number);
create index audit_accesses_by_subject on private.audit_accesses (tenant, subject_id, at);

-- As with the chain, no role of the running service may update or delete.
alter table private.audit_accesses enable row level security;
create policy tenant_adds on private.audit_accesses for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.audit_accesses for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_reads on private.audit_accesses for select to kompl_platform using (true);
grant insert on private.audit_accesses to kompl_tenant;
grant select on private.audit_accesses to kompl_tenant, kompl_platform;

-- The processes that gather segments. One that is gone without having ended has lost what it had
-- gathered and not yet written, and the trails of those it worked for are told so.
create table private.audit_writers (
  id uuid primary key,
  began_at timestamptz not null default now(),
  alive_until timestamptz not null,
  ended_at timestamptz
);
create index audit_writers_open on private.audit_writers (alive_until) where ended_at is null;
alter table private.audit_writers enable row level security;
create policy platform_keeps on private.audit_writers for all to kompl_platform
  using (true) with check (true);
grant select, insert, update (alive_until, ended_at) on private.audit_writers to kompl_platform;
