-- Rights that a role in a project or an environment carries beside what the role itself gives.
alter table role_grants add column rights text[] not null default '{}' check (rights <@ array['contexts:read']);
