-- The record of deletions becomes the way back: what a thing belonged to, until when it is kept,
-- what forbids its end, and how it ended.
alter table private.deleted_records
  add column parent_id text,
  add column head boolean not null default true,
  add column retain_until timestamptz,
  add column legal_holds text[] not null default '{}',
  add column disposed_at timestamptz,
  add column disposed_by text;
update private.deleted_records set retain_until = deleted_at + interval '30 days';
alter table private.deleted_records alter column retain_until set not null;
alter table private.deleted_records
  add constraint deleted_records_end_once check (restored_at is null or disposed_at is null);
create index deleted_records_by_group on private.deleted_records (tenant, cascade_group);
create index deleted_records_by_parent on private.deleted_records (tenant, parent_id)
  where parent_id is not null;
create index deleted_records_newest on private.deleted_records (tenant, deleted_at desc, id desc);
grant update (disposed_at, disposed_by, legal_holds) on private.deleted_records to kompl_tenant;

-- Whatever the programs say: a deletion ends once, and nothing is disposed of before its time is
-- over or while it is held.
create function private.deletion_ends_rightly() returns trigger language plpgsql as $$
begin
  if old.restored_at is not null or old.disposed_at is not null then
    raise exception 'this deletion has ended' using errcode = 'insufficient_privilege';
  end if;
  if new.disposed_at is not null
      and (old.retain_until > now() or cardinality(new.legal_holds) > 0) then
    raise exception 'this is still to be kept' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function private.deletion_ends_rightly() from public;
create trigger deletion_ends_rightly before update on private.deleted_records
  for each row execute function private.deletion_ends_rightly();
