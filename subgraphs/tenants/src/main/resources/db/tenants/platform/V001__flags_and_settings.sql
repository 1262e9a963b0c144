-- What is switched on and how things are set: for the whole platform, and for one tenant where it
-- differs. Which flags and settings there are, the programs know; a row is only a deviation.

create table tenants_platform_flag (
  key text primary key,
  enabled boolean not null,
  set_at timestamptz not null,
  set_by text not null
);
create table tenants_tenant_flag (
  tenant text not null references tenants_tenant (id),
  key text not null,
  enabled boolean not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (tenant, key)
);

create table tenants_platform_setting (
  key text primary key,
  -- Exactly one of them: secrets are encrypted and never kept as text.
  value text,
  secret bytea,
  version int not null default 1,
  set_at timestamptz not null,
  set_by text not null,
  check (num_nonnulls(value, secret) = 1)
);
create table tenants_tenant_setting (
  tenant text not null references tenants_tenant (id),
  key text not null,
  value text,
  secret bytea,
  version int not null default 1,
  set_at timestamptz not null,
  set_by text not null,
  primary key (tenant, key),
  check (num_nonnulls(value, secret) = 1)
);

comment on column tenants_tenant_setting.secret is 'encrypted tenants.setting';

-- What a setting was and became; of a secret only that it changed. No row is changed or removed.
create table tenants_setting_change (
  id uuid primary key,
  tenant text not null references tenants_tenant (id),
  key text not null,
  before_value text,
  after_value text,
  reason text,
  changed_at timestamptz not null,
  changed_by text not null
);
create index tenants_setting_change_newest
  on tenants_setting_change (tenant, key, changed_at desc, id desc);
create table tenants_platform_setting_change (
  id uuid primary key,
  key text not null,
  before_value text,
  after_value text,
  reason text,
  changed_at timestamptz not null,
  changed_by text not null
);
create index tenants_platform_setting_change_newest
  on tenants_platform_setting_change (key, changed_at desc, id desc);
grant select, insert on tenants_setting_change, tenants_platform_setting_change to kompl_tenants;
