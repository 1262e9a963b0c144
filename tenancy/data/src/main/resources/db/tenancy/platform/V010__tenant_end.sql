-- How a tenant ends: it is closed, can still be read for a while, and is purged then. What stays is
-- its row, the chain of its audit trail and the certificate of what was removed.
alter table public.tenants_tenant drop constraint tenants_tenant_state_check;
alter table public.tenants_tenant add constraint tenants_tenant_state_check
  check (state in ('ACTIVE', 'SUSPENDED', 'OFFBOARDING', 'PURGING', 'PURGED'));

create or replace function private.tenant_changes_rightly() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the row of a tenant stays' using errcode = 'insufficient_privilege';
  end if;
  if new.id <> old.id or new.slug <> old.slug then
    raise exception 'a tenant keeps its id and its slug' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('ACTIVE', 'SUSPENDED'), ('SUSPENDED', 'ACTIVE'),
      ('ACTIVE', 'OFFBOARDING'), ('SUSPENDED', 'OFFBOARDING'),
      ('OFFBOARDING', 'ACTIVE'), ('OFFBOARDING', 'SUSPENDED'),
      ('OFFBOARDING', 'PURGING'), ('PURGING', 'PURGED')) then
    raise exception 'a tenant does not go from % to %', old.state, new.state
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- What was asked for. The row goes when the closing is cancelled; the audit trail tells of both.
create table public.tenants_offboarding (
  tenant text primary key references public.tenants_tenant (id),
  state_before text not null check (state_before in ('ACTIVE', 'SUSPENDED')),
  reason text not null,
  begun_at timestamptz not null,
  begun_by text not null,
  purge_after timestamptz not null,
  -- The stored files as they were when the purge began, so that a purge that was broken off and
  -- begun again still knows what it has removed.
  files bigint,
  files_sha256 text,
  ended_at timestamptz
);

create table public.tenants_purge_certificate (
  tenant text primary key references public.tenants_tenant (id),
  made_at timestamptz not null,
  text text not null
);
grant select on public.tenants_offboarding, public.tenants_purge_certificate to kompl_platform;

create function private.certificate_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a certificate stays as it is' using errcode = 'insufficient_privilege';
end $$;
revoke all on function private.certificate_stays() from public;
create trigger certificate_stays before update or delete on public.tenants_purge_certificate
  for each row execute function private.certificate_stays();

-- On each table of a tenant that is being closed; the owner, who upgrades and restores, may write.
create function private.tenant_is_closing() returns trigger language plpgsql as $$
begin
  if current_user like 'tenant\_%\_app' then
    raise exception 'the tenant is being closed' using errcode = 'KO001';
  end if;
  return null;
end $$;
revoke all on function private.tenant_is_closing() from public;

create function private.stores_while_open() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if session_user <> current_user and exists (
      select 1 from public.tenants_tenant where id = new.tenant and state <> 'ACTIVE') then
    raise exception 'the tenant is being closed' using errcode = 'KO001';
  end if;
  return new;
end $$;
revoke all on function private.stores_while_open() from public;
create trigger stores_while_open before insert on private.stored_objects
  for each row execute function private.stores_while_open();
