-- The shared ground: the registry of tenants in public, the operations tables in private.
-- Roles are made before this script; kompl_tenant is the group of all tenant roles, kompl_subgraph
-- the group of all subgraph roles, kompl_platform the relay, the workers and the registry.

create schema private;
grant usage on schema private to kompl_tenant, kompl_subgraph, kompl_platform;
grant usage on schema public to kompl_subgraph, kompl_platform;

create table public.tenants_tenant (
  id text primary key check (id ~ '^[0-9a-f]{16}$'),
  slug text not null unique,
  name text not null,
  state text not null check (state in ('ACTIVE', 'SUSPENDED')),
  shard text not null,
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  deleted_at timestamptz
);
grant select on public.tenants_tenant to kompl_subgraph, kompl_platform;

-- Which scripts make up a tenant's schema, and how far each tenant is. For the owner only.
create table private.migration_scripts (
  subgraph text not null,
  version int not null,
  name text not null,
  checksum text not null,
  sql text not null,
  registered_at timestamptz not null default now(),
  primary key (subgraph, version)
);
create table private.tenant_schema_version (
  tenant text not null references public.tenants_tenant (id),
  subgraph text not null,
  version int not null,
  applied_at timestamptz not null default now(),
  problem text,
  primary key (tenant, subgraph)
);

-- Events that wait for publication, and those published.
create sequence private.outbox_sequence;
create table private.outbox (
  sequence bigint not null default nextval('private.outbox_sequence'),
  transaction_id xid8 not null default pg_current_xact_id(),
  tenant text not null,
  type text not null,
  entity_type text not null,
  entity_id text not null,
  payload text not null,
  occurred_at timestamptz not null,
  published_at timestamptz,
  primary key (occurred_at, sequence)
) partition by range (occurred_at);
create table private.outbox_default partition of private.outbox default;
create index outbox_unpublished on private.outbox (sequence) where published_at is null;

alter table private.outbox enable row level security;
create policy tenant_states on private.outbox for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.outbox for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_states on private.outbox for insert to kompl_subgraph with check (true);
create policy platform_relays on private.outbox for all to kompl_platform
  using (true) with check (true);
-- By column, so that nobody but the database says in which transaction and place an event is.
grant insert (tenant, type, entity_type, entity_id, payload, occurred_at)
  on private.outbox to kompl_tenant, kompl_subgraph;
grant select on private.outbox to kompl_tenant, kompl_platform;
grant update (published_at) on private.outbox to kompl_platform;
grant usage on sequence private.outbox_sequence to kompl_tenant, kompl_subgraph;

-- The audit trail: a chain of hashes per tenant. No role may update or delete.
create table private.audit_events (
  tenant text not null,
  sequence bigint not null,
  id uuid not null,
  at timestamptz not null,
  category text not null,
  action text not null,
  actor text not null,
  actor_kind text not null,
  on_behalf_of text,
  subject_type text not null,
  subject_id text not null,
  reason text,
  request_id text not null,
  session_id text not null,
  details text not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (at, tenant, sequence)
) partition by range (at);
create table private.audit_events_default partition of private.audit_events default;
create index audit_events_in_order on private.audit_events (tenant, sequence);
create index audit_events_by_subject on private.audit_events (tenant, subject_id, sequence);

alter table private.audit_events enable row level security;
create policy tenant_adds on private.audit_events for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.audit_events for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_adds on private.audit_events for insert to kompl_subgraph with check (true);
create policy platform_reads on private.audit_events for select to kompl_platform using (true);
grant insert on private.audit_events to kompl_tenant, kompl_subgraph;
grant select on private.audit_events to kompl_tenant, kompl_platform;

-- The end of each chain; its row lock is what keeps a chain from forking.
create table private.audit_heads (
  tenant text primary key references public.tenants_tenant (id),
  sequence bigint not null,
  hash bytea not null
);
alter table private.audit_heads enable row level security;
create policy tenant_reads on private.audit_heads for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy tenant_moves on private.audit_heads for update to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy subgraph_moves on private.audit_heads for all to kompl_subgraph using (true);
create policy platform_reads on private.audit_heads for select to kompl_platform using (true);
grant select, update (sequence, hash) on private.audit_heads to kompl_tenant, kompl_subgraph;
grant select on private.audit_heads to kompl_platform;

-- Background jobs. Times are the database's own, so that workers' clocks need not agree.
create table private.schedule (
  id uuid primary key,
  tenant text not null references public.tenants_tenant (id),
  subgraph text not null,
  kind text not null,
  payload text not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  run_at timestamptz not null,
  attempts int not null default 0,
  lease_owner uuid,
  lease_until timestamptz,
  last_problem text,
  request_id text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  finished_at timestamptz
);
create index schedule_open on private.schedule (subgraph, run_at)
  where state in ('WAITING', 'RUNNING');
alter table private.schedule enable row level security;
create policy tenant_schedules on private.schedule for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.schedule for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_works on private.schedule for all to kompl_platform
  using (true) with check (true);
grant insert (id, tenant, subgraph, kind, payload, run_at, request_id, created_by)
  on private.schedule to kompl_tenant;
grant select on private.schedule to kompl_tenant, kompl_platform;
grant update (state, run_at, attempts, lease_owner, lease_until, last_problem, finished_at)
  on private.schedule to kompl_platform;

-- The central record of deletions: who, what, when, why, what went together.
create table private.deleted_records (
  id uuid not null,
  tenant text not null,
  subject_type text not null,
  subject_id text not null,
  cascade_group uuid not null,
  reason text,
  deleted_at timestamptz not null,
  deleted_by text not null,
  request_id text not null,
  restored_at timestamptz,
  restored_by text,
  primary key (deleted_at, id)
) partition by range (deleted_at);
create table private.deleted_records_default partition of private.deleted_records default;
create index deleted_records_by_subject on private.deleted_records (tenant, subject_id);
alter table private.deleted_records enable row level security;
create policy tenant_adds on private.deleted_records for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.deleted_records for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy tenant_restores on private.deleted_records for update to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_reads on private.deleted_records for select to kompl_platform using (true);
grant insert on private.deleted_records to kompl_tenant;
grant update (restored_at, restored_by) on private.deleted_records to kompl_tenant;
grant select on private.deleted_records to kompl_tenant, kompl_platform;
