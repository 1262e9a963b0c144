-- Files that were stored before anybody counted are counted once. Whoever stores one meanwhile waits,
-- and adds to the count then.
lock table private.stored_objects in share mode;
insert into private.quota_use (tenant, resource, period_start, used)
select tenant, 'STORAGE_BYTES', to_timestamp(0), sum(bytes) from private.stored_objects group by tenant
on conflict (tenant, resource, period_start) do update set used = excluded.used;
