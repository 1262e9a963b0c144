-- What the clients of the durability proof change.
create table durable_aggregate (
  name text primary key,
  version int not null default 0,
  balance bigint not null default 100
);

-- Nothing here is unique but the number: what was done twice is to be seen twice.
create table durable_effect (
  id bigint generated always as identity primary key,
  op text not null,
  aggregate text not null,
  place int not null
);

create table durable_once (
  key text primary key
);

create table durable_note (
  id bigint generated always as identity primary key,
  op text not null
);

create table durable_secret (
  id text primary key,
  sealed bytea not null
);
comment on column durable_secret.sealed is 'encrypted durable.secret';
