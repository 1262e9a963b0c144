-- The people of all tenants, told apart by the column tenant, and the keys that sign their tokens.

create table identity_user (
  id uuid primary key,
  tenant text not null references tenants_tenant (id),
  email text not null,
  email_key text not null,
  display_name text not null,
  password_hash text not null,
  kind text not null check (kind in ('USER', 'OPERATOR')),
  roles text[] not null default '{}',
  state text not null check (state in ('ACTIVE', 'DISABLED')),
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  deleted_at timestamptz,
  unique (tenant, email_key)
);
create index identity_user_by_email on identity_user (email_key);
create index identity_user_by_name on identity_user (tenant, display_name, id) where deleted_at is null;

create table identity_signing_key (
  key_id text primary key,
  -- PKCS #8, encrypted by the vault.
  private_key bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
-- One key signs at a time, also when two processes start at once.
create unique index identity_signing_key_active on identity_signing_key ((true)) where retired_at is null;
