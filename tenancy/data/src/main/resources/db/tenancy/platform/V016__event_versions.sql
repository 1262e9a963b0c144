-- Which version of its schema an event's payload has. Processes of the release before do not say it.
alter table private.outbox add column schema_version int not null default 1
  check (schema_version > 0);
grant insert (schema_version) on private.outbox to kompl_tenant, kompl_subgraph;

alter table private.event_deliveries add column schema_version int not null default 1;

create or replace function private.note_deliveries() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into private.event_deliveries
    (consumer_group, tenant, position, sequence, type, entity_type, entity_id, payload, occurred_at,
      schema_version)
  select i.consumer_group, s.tenant, s.sequence, s.sequence, s.type, s.entity_type, s.entity_id,
    s.payload, s.occurred_at, s.schema_version
  from stated s join private.event_interests i on i.type = s.type
  join public.tenants_tenant t on t.id = s.tenant and t.state not in ('PURGING', 'PURGED');
  return null;
end $$;
