create table ledger_entry (
  id uuid primary key,
  title text not null,
  amount numeric(12, 2) not null default 0,
  tags text[] not null default '{}',
  facts jsonb not null default '{}',
  due date,
  version int not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null default 'test',
  updated_at timestamptz not null default now(),
  updated_by text not null default 'test',
  deleted_at timestamptz,
  unique (title)
);
