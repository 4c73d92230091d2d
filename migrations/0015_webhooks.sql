-- Webhooks: where a project's events are sent, the events (written in the transaction of their change), and each delivery.

create table webhook_endpoints (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  url text not null,
  description text not null default '',
  -- Empty: every type.
  event_types text[] not null default '{}',
  enabled boolean not null default true,
  -- Sealed under SECRETS_KEY.
  secret bytea not null,
  -- The secret before the last rotation, which also signs until this time.
  previous_secret bytea,
  previous_secret_until timestamptz,
  -- Set by the control plane after failures; an admin resumes it.
  paused_at timestamptz,
  pause_reason text check (pause_reason in ('failures', 'gone')),
  -- Failed attempts in a row, and when the first of them was.
  failures int not null default 0,
  failing_since timestamptz,
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_endpoints_project on webhook_endpoints (project_id, id);

create table webhook_events (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  type text not null,
  -- Exactly what is sent.
  body text not null,
  created_at timestamptz not null default now()
);
create index webhook_events_created on webhook_events (created_at);

create table webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  sequence bigint generated always as identity,
  endpoint_id uuid not null references webhook_endpoints (id) on delete cascade,
  event_id uuid not null references webhook_events (id),
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts int not null default 0,
  -- When it is tried next; while it is tried: when another control plane may try it. infinity: its endpoint is not served.
  due_at timestamptz not null default now(),
  -- The attempt that runs.
  lease uuid,
  -- Not tried again after this time.
  expires_at timestamptz not null default now() + interval '3 days',
  created_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  last_duration_ms int,
  last_status int,
  last_error text
);
create unique index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, sequence);
create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'pending';
create index webhook_deliveries_event on webhook_deliveries (event_id);
create index webhook_deliveries_created on webhook_deliveries (created_at);

alter table audit_logs drop constraint audit_logs_resource_type_check;
-- Rows that exist passed the narrower check.
alter table audit_logs add constraint audit_logs_resource_type_check check (resource_type in (
  'project', 'environment', 'flag', 'flag_environment', 'rule', 'segment', 'sdk_key', 'user', 'api_token', 'webhook'
)) not valid;
