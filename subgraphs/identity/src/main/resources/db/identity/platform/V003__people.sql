-- Accounts that were made before others could ask which people there are.
insert into private.people (tenant, id) select tenant, id from identity_user
on conflict do nothing;
