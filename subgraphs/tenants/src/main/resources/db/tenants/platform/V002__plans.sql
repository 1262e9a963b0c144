-- The catalogue of plans; their limits are in private.plan_limits, where quotas are checked.

create table tenants_plan (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null,
  features text[] not null default '{}',
  version int not null default 1,
  updated_at timestamptz not null,
  updated_by text not null
);

create policy tenants_grants on private.licences for all to kompl_tenants
  using (true) with check (true);
grant insert, update (ended_at) on private.licences to kompl_tenants;
grant insert, update, delete on private.plan_limits to kompl_tenants;
