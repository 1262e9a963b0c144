-- The files of tenants in the object storage, named there by their content's hash, and the versions
-- of the documents that are made of them. Both are only ever added to by the tenants' roles.

create table private.stored_objects (
  tenant text not null references public.tenants_tenant (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  media_type text not null,
  -- Null when nothing looked for malware.
  scanned_by text,
  stored_at timestamptz not null,
  stored_by text not null,
  primary key (tenant, sha256)
);

create table private.document_versions (
  tenant text not null,
  document uuid not null,
  version int not null check (version > 0),
  sha256 text not null,
  file_name text not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant, document, version),
  foreign key (tenant, sha256) references private.stored_objects (tenant, sha256)
);
create index document_versions_by_content on private.document_versions (tenant, sha256);

-- Objects from before have no row here and are nobody's orphans.
create table private.stored_objects_begin (at timestamptz not null);
insert into private.stored_objects_begin (at) values (now());

alter table private.stored_objects enable row level security;
create policy tenant_adds on private.stored_objects for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.stored_objects for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_reads on private.stored_objects for select to kompl_platform using (true);

alter table private.document_versions enable row level security;
create policy tenant_adds on private.document_versions for insert to kompl_tenant
  with check (current_user = 'tenant_' || tenant || '_app');
create policy tenant_reads on private.document_versions for select to kompl_tenant
  using (current_user = 'tenant_' || tenant || '_app');
create policy platform_reads on private.document_versions for select to kompl_platform using (true);

grant select, insert on private.stored_objects, private.document_versions to kompl_tenant;
grant select on private.stored_objects, private.document_versions, private.stored_objects_begin
  to kompl_platform;
