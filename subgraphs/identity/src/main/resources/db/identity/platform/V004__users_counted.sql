-- Accounts that were made before anybody counted are counted once. Whoever makes one meanwhile waits,
-- and adds to the count then.
lock table identity_user in share mode;
insert into private.quota_use (tenant, resource, period_start, used)
select tenant, 'USERS', to_timestamp(0), count(*) from identity_user where deleted_at is null
group by tenant
on conflict (tenant, resource, period_start) do update set used = excluded.used;
