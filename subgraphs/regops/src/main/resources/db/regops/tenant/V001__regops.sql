-- Frameworks, their versions and requirements, the tenant's controls, and imports of catalogues.

create table regops_framework (
  id uuid primary key,
  version integer not null default 1,
  ref_code text collate "C" not null,
  name text not null,
  publisher text,
  jurisdiction text,
  category text not null,
  licence_terms text not null,
  scope text not null default 'TENANT',
  current_version_id uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz
);
create unique index regops_framework_ref_code on regops_framework (lower(ref_code)) where deleted_at is null;

create table regops_framework_version (
  id uuid primary key,
  version integer not null default 1,
  framework_id uuid not null references regops_framework (id),
  label text not null,
  title text not null,
  published_on date,
  effective_on date,
  supersedes_id uuid references regops_framework_version (id),
  checksum text not null,
  source_uri text,
  format text not null,
  entries integer not null,
  active integer not null,
  families integer not null,
  nodes integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz,
  unique (framework_id, label)
);
create index regops_framework_version_newest on regops_framework_version (framework_id, created_at desc, id desc);

create table regops_requirement (
  id uuid primary key,
  version integer not null default 1,
  framework_version_id uuid not null references regops_framework_version (id),
  -- Place in the catalogue, counted from 0, parents before their children.
  ordinal integer not null,
  ref text collate "C" not null,
  title text not null,
  body text,
  guidance text,
  kind text not null,
  kind_label text,
  assessable boolean not null,
  active boolean not null,
  weight integer not null,
  level integer not null,
  path text[] not null,
  family text not null,
  parent_id uuid references regops_requirement (id) deferrable initially deferred,
  implementation_groups text[] not null,
  assessment_objectives text[] not null,
  -- The publisher's references to other requirements of the version, as two arrays of one length.
  related_ids uuid[] not null,
  related_relations text[] not null,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz,
  unique (framework_version_id, ordinal),
  unique (framework_version_id, ref)
);
create index regops_requirement_children on regops_requirement (parent_id, ordinal);

create table regops_control (
  id uuid primary key,
  version integer not null default 1,
  ref text collate "C" not null,
  title text not null,
  objective text,
  type text not null,
  nature text not null,
  frequency text,
  review_every_days integer,
  tags text[] not null,
  owner_id uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz
);
create unique index regops_control_ref on regops_control (lower(ref)) where deleted_at is null;
create index regops_control_order on regops_control (ref, id);

create table regops_control_requirement (
  control_id uuid not null references regops_control (id),
  requirement_id uuid not null references regops_requirement (id),
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz,
  primary key (control_id, requirement_id)
);
create index regops_control_requirement_back on regops_control_requirement (requirement_id, control_id);

create table regops_import_job (
  id uuid primary key,
  version integer not null default 1,
  state text not null,
  format text not null,
  dry_run boolean not null,
  upload_id text not null,
  -- What the importer says about the framework; wins over the file.
  details jsonb not null,
  processed integer not null default 0,
  total integer,
  entries integer,
  active integer,
  families integer,
  problems jsonb not null default '[]',
  problem_count integer not null default 0,
  framework_version_id uuid references regops_framework_version (id),
  attempts integer not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  updated_by uuid not null,
  deleted_at timestamptz
);
create index regops_import_job_newest on regops_import_job (created_at desc, id desc);

-- What a mutation with an idempotency key made, so that its repetition answers the same.
create table regops_idempotency_key (
  operation text not null,
  key text not null,
  fingerprint text not null,
  subject_id uuid not null,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (operation, created_by, key)
);
