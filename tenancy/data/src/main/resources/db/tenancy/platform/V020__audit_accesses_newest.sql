-- For the list of requests and readings, newest first.
create index audit_accesses_newest on private.audit_accesses (tenant, at, segment, number);
