-- What groups of consumers still have to do. The database itself notes, in the transaction that
-- states an event, who has to be told of it; a consumer's effect and the removal of the note are
-- one transaction too. So an event is applied once, whatever its carrier repeats or forgets.

-- Which events a group wants.
create table private.event_interests (
  consumer_group text not null check (consumer_group ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$'),
  type text not null,
  joined_at timestamptz not null default now(),
  joined_in xid8 not null default pg_current_xact_id(),
  -- Transactions from this one on may have stated events without seeing the interest.
  unseen_from xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  -- Whether what those have stated was added.
  complete boolean not null default false,
  primary key (consumer_group, type)
);
create index event_interests_by_type on private.event_interests (type);
grant select, insert (consumer_group, type), update (complete) on private.event_interests
  to kompl_platform;

-- The notes. Each carries its event, so that it needs no outbox any more.
create table private.event_deliveries (
  consumer_group text not null,
  tenant text not null,
  -- The order within a group and tenant: the event's number, or a later one where the tenant came
  -- from an archive.
  position bigint not null default nextval('private.outbox_sequence'),
  sequence bigint not null,
  type text not null,
  entity_type text not null,
  entity_id text not null,
  payload text not null,
  occurred_at timestamptz not null,
  attempts int not null default 0,
  retry_at timestamptz not null default '-infinity',
  last_problem text,
  -- A dead letter: not tried any more until somebody decides.
  dead_at timestamptz,
  primary key (consumer_group, tenant, position)
)
-- Rows come and go all the time.
with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index event_deliveries_by_entity
  on private.event_deliveries (consumer_group, tenant, entity_id, position);

alter table private.event_deliveries enable row level security;
create policy tenant_applies on private.event_deliveries for delete to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.event_deliveries for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_keeps on private.event_deliveries for all to kompl_platform
  using (true) with check (true);
grant select, delete on private.event_deliveries to kompl_tenant;
grant select, insert, update (attempts, retry_at, last_problem, dead_at)
  on private.event_deliveries to kompl_platform;

create function private.note_deliveries() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into private.event_deliveries
    (consumer_group, tenant, position, sequence, type, entity_type, entity_id, payload, occurred_at)
  select i.consumer_group, s.tenant, s.sequence, s.sequence, s.type, s.entity_type, s.entity_id,
    s.payload, s.occurred_at
  from stated s join private.event_interests i on i.type = s.type
  join public.tenants_tenant t on t.id = s.tenant and t.state not in ('PURGING', 'PURGED');
  return null;
end $$;
revoke all on function private.note_deliveries() from public;
-- An archive brings its own notes: those of what had been applied must not come anew.
create trigger note_deliveries after insert on private.outbox
  referencing new table as stated for each statement
  when (current_setting('kompl.restoring', true) is distinct from 'yes')
  execute function private.note_deliveries();
