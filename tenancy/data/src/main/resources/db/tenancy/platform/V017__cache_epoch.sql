-- What all processes agree on about the cache: its epoch, and until when nobody uses it. Kept here,
-- beside the truth, because a process that cannot reach Redis must still be able to say that what
-- is in there no longer holds. One row; only the owner reads and writes it.

create table private.cache_epoch (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null default 1,
  suspended_until timestamptz not null default '-infinity'
);
insert into private.cache_epoch default values;
