-- What is handed out to nobody, not even to the organisation whose people they are.
comment on column identity_user.password_hash is 'secret';
