-- The units of the organization as a tree, and who belongs to which. A person is in one unit.

create table tenants_unit (
  id uuid primary key,
  parent_id uuid references tenants_unit (id),
  name text not null,
  version int not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  deleted_at timestamptz,
  check (parent_id <> id)
);
-- Two units of the same name may stand in different places of the tree.
create unique index tenants_unit_name
  on tenants_unit (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name))
  where deleted_at is null;
create index tenants_unit_parent on tenants_unit (parent_id);

create table tenants_unit_member (
  user_id uuid primary key,
  unit_id uuid not null references tenants_unit (id),
  since timestamptz not null,
  added_by text not null
);
create index tenants_unit_member_unit on tenants_unit_member (unit_id);
