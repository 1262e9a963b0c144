-- What was made before anybody counted is counted once. Whoever makes something meanwhile waits, and
-- adds to the count then.
lock table regops_framework, regops_control in share mode;
insert into private.quota_use (tenant, resource, period_start, used)
select substr(current_schema(), length('tenant_') + 1), resource, to_timestamp(0), used
from (
  select 'FRAMEWORKS' as resource, count(*) as used from regops_framework where deleted_at is null
  union all
  select 'CONTROLS', count(*) from regops_control where deleted_at is null) as counted
where used > 0
on conflict (tenant, resource, period_start) do update set used = excluded.used;
