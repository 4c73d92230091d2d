-- Rights that a read-only token carries. Other tokens give all rights of their users.
alter table api_tokens add column rights text[] not null default '{}' check (rights <@ array['contexts:read']);
alter table api_tokens add constraint api_tokens_rights_of_read_only check (read_only or rights = '{}');
