-- Whose tables of which subgraph could not be brought up to date, and at which script it ended. For
-- the owner only. The column problem of tenant_schema_version is not used any more.
create table private.tenant_quarantine (
  tenant text not null references public.tenants_tenant (id) on delete cascade,
  subgraph text not null,
  -- The version that was wanted: a process that brings a later one tries again.
  wanted int not null,
  version int not null,
  script text not null,
  state text not null,
  reason text not null,
  since timestamptz not null default now(),
  last_tried timestamptz not null default now(),
  attempts int not null default 1,
  primary key (tenant, subgraph)
);
