-- Roles in projects and environments, service accounts, API tokens that allow less than their users.

-- users.role is the role in the installation; null: none. Control planes of earlier releases refuse a user without a role.
alter table users alter column role drop not null;
alter table users alter column email drop not null;
alter table users add column kind text not null default 'person' check (kind in ('person', 'service'));
alter table users add constraint users_person_has_email check (kind = 'service' or email is not null);

create table role_grants (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  project_id uuid not null references projects (id),
  -- Null: a role in the whole project.
  environment_id uuid references environments (id),
  role text not null check (role in ('viewer', 'editor', 'admin')),
  unique nulls not distinct (user_id, project_id, environment_id)
);
create index role_grants_project on role_grants (project_id);

-- A token with one of these is found by the hash of its hash: control planes of earlier releases, which do not know the
-- columns, do not find it.
alter table api_tokens add column only_project_id uuid references projects (id);
alter table api_tokens add column read_only boolean not null default false;
alter table api_tokens add column last_used_at timestamptz;
