-- How long what was deleted is kept, by rules of each tenant, and what forbids its end. A rule is
-- never changed: a later version takes its place. Without foreign keys to the tenant: its row is
-- locked by who removes it, before the lock that is taken here.
create table private.retention_rules (
  tenant text not null,
  -- The type of what was deleted; a star for whatever has no rule of its own.
  subject_type text not null check (subject_type ~ '^([A-Z][A-Za-z0-9]{0,99}|\*)$'),
  version int not null check (version > 0),
  -- Null: from this version on there is no such rule any more.
  keep_days int check (keep_days between 1 and 36500),
  action text not null default 'DISPOSE' check (action = 'DISPOSE'),
  basis text not null,
  -- Why it goes for what was deleted before it as well, where that shortens what was promised then.
  shortens_because text,
  set_at timestamptz not null,
  set_by text not null,
  primary key (tenant, subject_type, version),
  check (shortens_because is null or keep_days is not null)
);

create table private.legal_holds (
  id uuid primary key,
  tenant text not null,
  scope text not null check (scope in ('RECORD', 'SUBJECT', 'TENANT')),
  subject_id text,
  reference text not null,
  reason text not null,
  placed_at timestamptz not null,
  placed_by text not null,
  released_at timestamptz,
  released_by text,
  release_reason text,
  check ((scope = 'TENANT') = (subject_id is null)),
  check ((released_at is null) = (released_by is null)
    and (released_at is null) = (release_reason is null))
);
create unique index legal_holds_open
  on private.legal_holds (tenant, reference, scope, coalesce(subject_id, ''))
  where released_at is null;
create index legal_holds_newest on private.legal_holds (tenant, placed_at desc, id);

alter table private.retention_rules enable row level security;
create policy tenant_adds on private.retention_rules for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.retention_rules for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
grant select, insert on private.retention_rules to kompl_tenant;

alter table private.legal_holds enable row level security;
create policy tenant_adds on private.legal_holds for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.legal_holds for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy tenant_releases on private.legal_holds for update to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
grant select, insert, update (released_at, released_by, release_reason) on private.legal_holds
  to kompl_tenant;

-- The rule in force for a type: its own, or that for all others.
create function private.retention_rule(of_tenant text, of_type text)
  returns setof private.retention_rules language sql stable as $$
  select * from (
    select distinct on (subject_type) * from private.retention_rules
    where tenant = of_tenant and subject_type in (of_type, '*')
    order by subject_type, version desc) latest
  where keep_days is not null order by subject_type = '*' limit 1
$$;

-- Until when something is kept: what was promised when it was deleted, or longer by the rule of
-- today; less only where that rule says so with a reason.
create function private.kept_until(
    of_tenant text, of_type text, deleted timestamptz, promised timestamptz)
  returns timestamptz language sql stable as $$
  select case when r.shortens_because is not null and deleted < r.set_at
      then deleted + r.keep_days * interval '24 hours'
    else greatest(promised, deleted + r.keep_days * interval '24 hours') end
  from (select 1) one left join private.retention_rule(of_tenant, of_type) r on true
$$;

-- The open holds on something: on itself, on what it belongs to, or on all of the tenant.
create function private.holds_on(of_tenant text, of_subject text, of_parent text)
  returns text[] language sql stable as $$
  with recursive above (id) as (
    select of_parent
    union
    select r.parent_id from above a
    join private.deleted_records r on r.tenant = of_tenant and r.subject_id = a.id)
  select coalesce(array_agg(distinct h.reference order by h.reference), '{}')
  from private.legal_holds h
  where h.tenant = of_tenant and h.released_at is null
    and (h.scope = 'TENANT' or h.subject_id = of_subject
      or (h.scope = 'SUBJECT' and h.subject_id in (select id from above)))
$$;

revoke all on function private.retention_rule(text, text),
  private.kept_until(text, text, timestamptz, timestamptz),
  private.holds_on(text, text, text) from public;
grant execute on function private.retention_rule(text, text),
  private.kept_until(text, text, timestamptz, timestamptz),
  private.holds_on(text, text, text) to kompl_tenant;

-- A disposal shares this lock, a rule or a hold takes it alone: whoever is told that something is
-- kept or held can rely on it, because no disposal that did not see it is still under way.
create or replace function private.deletion_ends_rightly() returns trigger language plpgsql as $$
begin
  if old.restored_at is not null or old.disposed_at is not null then
    raise exception 'this deletion has ended' using errcode = 'insufficient_privilege';
  end if;
  if new.disposed_at is not null then
    perform pg_advisory_xact_lock_shared(hashtextextended('retention ' || old.tenant, 0));
    if cardinality(new.legal_holds) > 0
        or cardinality(private.holds_on(old.tenant, old.subject_id, old.parent_id)) > 0
        or private.kept_until(old.tenant, old.subject_type, old.deleted_at, old.retain_until)
          > now() then
      raise exception 'this is still to be kept' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;

create function private.keeping_changes() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('retention ' || new.tenant, 0));
  if session_user <> current_user and exists (
      select 1 from public.tenants_tenant
      where id = new.tenant and state in ('PURGING', 'PURGED')) then
    raise exception 'the tenant is being removed' using errcode = 'KO001';
  end if;
  return new;
end $$;
revoke all on function private.keeping_changes() from public;
create trigger keeping_changes before insert on private.retention_rules
  for each row execute function private.keeping_changes();
create trigger keeping_changes before insert on private.legal_holds
  for each row execute function private.keeping_changes();

create function private.hold_is_released_once() returns trigger language plpgsql as $$
begin
  if old.released_at is not null then
    raise exception 'this hold was released' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function private.hold_is_released_once() from public;
create trigger hold_is_released_once before update on private.legal_holds
  for each row execute function private.hold_is_released_once();

-- What may have become due is looked at now; a job that finds that it has not goes on waiting.
create function private.look_at_disposals() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update private.schedule set run_at = now()
  where tenant = new.tenant and state = 'WAITING' and kind like '%.disposal' and run_at > now();
  return null;
end $$;
revoke all on function private.look_at_disposals() from public;
create trigger look_at_disposals after insert on private.retention_rules
  for each row when (new.shortens_because is not null or new.keep_days is null)
  execute function private.look_at_disposals();
create trigger look_at_disposals after update on private.legal_holds
  for each row execute function private.look_at_disposals();
