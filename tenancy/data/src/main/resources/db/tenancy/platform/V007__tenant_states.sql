-- Whatever the programs say: a tenant changes its state only in the ways there are, and its row stays,
-- so that its slug and its id are never given to another.
create function private.tenant_changes_rightly() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'the row of a tenant stays' using errcode = 'insufficient_privilege';
  end if;
  if new.id <> old.id or new.slug <> old.slug then
    raise exception 'a tenant keeps its id and its slug' using errcode = 'insufficient_privilege';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('ACTIVE', 'SUSPENDED'), ('SUSPENDED', 'ACTIVE')) then
    raise exception 'a tenant does not go from % to %', old.state, new.state
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function private.tenant_changes_rightly() from public;
create trigger tenant_changes_rightly before update or delete on public.tenants_tenant
  for each row execute function private.tenant_changes_rightly();
