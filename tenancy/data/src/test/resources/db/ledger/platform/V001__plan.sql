create table ledger_plan (
  id uuid primary key,
  tenant text not null,
  name text not null
);
