-- The keys of tenants, each wrapped under the master key, which is not in the database. No role of a
-- tenant or a subgraph may read them; the running service adds and reads, only the owner wraps them
-- anew and destroys them.

-- Whose keys were destroyed stays on record, so that none is made for them again.
create table private.key_holders (
  tenant text primary key check (tenant ~ '^[0-9a-f]{16}$'),
  derived_before boolean not null default false,
  destroyed_at timestamptz,
  destroyed_by text
);

create table private.tenant_keys (
  tenant text not null references private.key_holders (tenant),
  purpose text not null,
  version int not null check (version > 0),
  master text not null,
  wrapped text not null,
  made_at timestamptz not null default now(),
  wrapped_at timestamptz not null default now(),
  primary key (tenant, purpose, version)
);
create index tenant_keys_by_master on private.tenant_keys (master);

-- Where there are tenants already, their data and the platform's were encrypted under derived keys.
insert into private.key_holders (tenant, derived_before)
  select id, true from public.tenants_tenant
  union all
  select '0000000000000000', exists (select 1 from public.tenants_tenant);

grant select, insert (tenant) on private.key_holders to kompl_platform;
grant select, insert (tenant, purpose, version, master, wrapped) on private.tenant_keys
  to kompl_platform;
