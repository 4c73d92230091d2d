-- The schema of the control plane.
-- Tombstones: what is deleted keeps its row (deleted_at), so that deletions travel to readers that were away.

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null check (length(email) between 3 and 320),
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('admin', 'editor', 'viewer')),
  is_system boolean not null default false,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index users_email_unique on users (lower(email)) where deleted_at is null;

-- Acts for the machine: first start, sweeps, imports.
insert into users (id, email, name, role, is_system)
values ('00000000-0000-0000-0000-000000000001', 'system@localhost', 'System', 'admin', true);

create table projects (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  -- The cursor of the relay stream, bumped with its random token by every change of keys or environments.
  keys_version int not null default 1 check (keys_version > 0),
  keys_token text not null default right(replace(gen_random_uuid()::text, '-', ''), 16),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table environments (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  name text not null check (length(name) between 1 and 200),
  key text not null check (key ~ '^[A-Za-z0-9._-]{1,100}$' and key not in ('.', '..')),
  sort_order int not null default 0,
  -- The environment's current version; its row in environment_versions holds the token.
  version int not null default 1 check (version > 0),
  -- Positions older than this can only be answered with a snapshot: their tombstones are gone.
  oldest_resumable int not null default 1 check (oldest_resumable > 0),
  -- Context attributes that edges redact from events, as an array of attribute paths.
  private_attributes jsonb not null default '[]' check (jsonb_typeof(private_attributes) = 'array'),
  -- Origins whose pages may use this environment's client keys, as an array; '*' is any.
  allowed_origins jsonb not null default '["*"]' check (jsonb_typeof(allowed_origins) = 'array'),
  -- Edges make the tokens of their change notices with it. Travels to relay keys only; never shown.
  stream_secret text not null
    default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') check (length(stream_secret) >= 32),
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index environments_key_unique on environments (project_id, key) where deleted_at is null;
create index environments_project on environments (project_id, sort_order);

-- Every version an environment ever had. Numbers come back after a restored backup, tokens do not.
create table environment_versions (
  environment_id uuid not null references environments (id),
  version int not null check (version > 0),
  token text not null default right(replace(gen_random_uuid()::text, '-', ''), 16),
  created_at timestamptz not null default clock_timestamp(),
  primary key (environment_id, version)
);

create table flags (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  key text not null check (key ~ '^[A-Za-z0-9._-]{1,100}$' and key not in ('.', '..')),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  type text not null check (type in ('boolean', 'string', 'number', 'json')),
  tags jsonb not null default '[]' check (jsonb_typeof(tags) = 'array'),
  -- Whether client keys (browsers, mobile apps) may see the flag.
  client_side boolean not null default false,
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived boolean not null default false,
  deleted_at timestamptz
);
create unique index flags_key_unique on flags (project_id, key) where deleted_at is null;
create index flags_created_by on flags (created_by);

create table flag_environments (
  id uuid primary key default gen_random_uuid(),
  flag_id uuid not null references flags (id),
  environment_id uuid not null references environments (id),
  enabled boolean not null default false,
  -- SQL null: no value, the caller's code default counts.
  default_value jsonb,
  -- The environment's version that last changed this flag here: the sync cursor.
  version int not null check (version > 0),
  updated_at timestamptz not null default now(),
  updated_by uuid not null references users (id),
  unique (flag_id, environment_id)
);
create index flag_environments_cursor on flag_environments (environment_id, version);
create index flag_environments_updated_by on flag_environments (updated_by);

create table flag_variations (
  id uuid primary key default gen_random_uuid(),
  flag_environment_id uuid not null references flag_environments (id),
  key text not null check (key ~ '^[A-Za-z0-9._-]{1,100}$' and key not in ('.', '..')),
  value jsonb not null,
  name text not null default '',
  description text not null default '',
  sort_order int not null default 0,
  unique (flag_environment_id, key)
);

create table targeting_rules (
  id uuid primary key default gen_random_uuid(),
  flag_environment_id uuid not null references flag_environments (id),
  priority int not null check (priority >= 0),
  description text not null default '',
  -- {"variationId": uuid} or {"rollout": {"variations": [{"variationId": uuid, "weight": int}], "bucketBy"?, "seed"?}}
  variation_id_or_rollout jsonb not null
    check ((variation_id_or_rollout ? 'variationId') <> (variation_id_or_rollout ? 'rollout')),
  created_at timestamptz not null default now(),
  unique (flag_environment_id, priority) deferrable initially deferred
);

create table rule_conditions (
  id uuid primary key default gen_random_uuid(),
  targeting_rule_id uuid not null references targeting_rules (id) on delete cascade,
  attribute text not null default '',
  operator text not null,
  -- An array; ids of segments where condition_type is 'segment'.
  values jsonb not null default '[]' check (jsonb_typeof(values) = 'array'),
  condition_type text not null check (condition_type in ('user', 'segment', 'custom')),
  sort_order int not null default 0
);
create index rule_conditions_rule on rule_conditions (targeting_rule_id, sort_order);

create table flag_prerequisites (
  id uuid primary key default gen_random_uuid(),
  flag_environment_id uuid not null references flag_environments (id),
  prerequisite_flag_id uuid not null references flags (id),
  sort_order int not null default 0,
  unique (flag_environment_id, prerequisite_flag_id)
);
create index flag_prerequisites_flag on flag_prerequisites (prerequisite_flag_id);

create table flag_prerequisite_variations (
  prerequisite_id uuid not null references flag_prerequisites (id) on delete cascade,
  -- A variation in use cannot be deleted: no cascade.
  variation_id uuid not null references flag_variations (id),
  primary key (prerequisite_id, variation_id)
);
create index flag_prerequisite_variations_variation on flag_prerequisite_variations (variation_id);

create table segments (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  key text not null check (key ~ '^[A-Za-z0-9._-]{1,100}$' and key not in ('.', '..')),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  included jsonb not null default '[]' check (jsonb_typeof(included) = 'array'),
  excluded jsonb not null default '[]' check (jsonb_typeof(excluded) = 'array'),
  -- [{"conditions": [{"attribute", "operator", "values", "conditionType"}]}]; other segments by id.
  rules jsonb not null default '[]' check (jsonb_typeof(rules) = 'array'),
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index segments_key_unique on segments (project_id, key) where deleted_at is null;

create table segment_environments (
  segment_id uuid not null references segments (id),
  environment_id uuid not null references environments (id),
  -- The environment's version that last changed this segment: the sync cursor.
  version int not null check (version > 0),
  primary key (segment_id, environment_id)
);
create index segment_environments_cursor on segment_environments (environment_id, version);

create table sdk_keys (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects (id),
  kind text not null check (kind in ('client', 'server', 'relay')),
  -- Of client and server keys. A relay key's environments are in sdk_key_environments, or are all.
  environment_id uuid references environments (id),
  all_environments boolean not null default false,
  name text not null check (length(name) between 1 and 200),
  -- SHA-256 of the key in lower-case hex; the key itself is never stored.
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  -- The last characters of the key, to recognise it by.
  hint text not null,
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((kind = 'relay') = (environment_id is null)),
  check (kind = 'relay' or not all_environments)
);
create index sdk_keys_project on sdk_keys (project_id);

create table sdk_key_environments (
  sdk_key_id uuid not null references sdk_keys (id),
  environment_id uuid not null references environments (id),
  primary key (sdk_key_id, environment_id)
);

create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  name text not null check (length(name) between 1 and 200),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  hint text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_user on api_tokens (user_id);

create table audit_logs (
  id uuid primary key default gen_random_uuid(),
  -- The order of entries: several may carry the same time.
  sequence bigint generated always as identity,
  -- Null for what belongs to no project: users and API tokens.
  project_id uuid references projects (id),
  user_id uuid not null references users (id),
  action text not null
    check (action in ('create', 'update', 'delete', 'archive', 'restore', 'promote', 'revoke')),
  resource_type text not null
    check (resource_type in
      ('project', 'environment', 'flag', 'flag_environment', 'rule', 'segment', 'sdk_key', 'user', 'api_token')),
  resource_id uuid not null,
  old_value jsonb,
  new_value jsonb,
  created_at timestamptz not null default clock_timestamp()
);
create index audit_logs_project on audit_logs (project_id, sequence);
create index audit_logs_resource on audit_logs (resource_id, sequence);
create index audit_logs_user on audit_logs (user_id);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_logs is append-only: % is not allowed', tg_op;
end
$$;
create trigger audit_logs_append_only before update or delete on audit_logs
  for each row execute function refuse_audit_change();
create trigger audit_logs_no_truncate before truncate on audit_logs
  for each statement execute function refuse_audit_change();

-- One row an evaluation. UUIDv7 is ordered by time, so ranges of event_id are ranges of time.
create table evaluation_events (
  id bigserial not null,
  event_id uuid not null,
  -- Null where the flag was unknown when the event was stored.
  flag_id uuid references flags (id),
  flag_key text not null,
  environment_id uuid not null references environments (id),
  user_id text,
  variation_key text,
  reason text not null,
  context jsonb not null default '{}',
  evaluated_at timestamptz not null,
  primary key (id, event_id),
  unique (event_id)
) partition by range (event_id);
create table evaluation_events_default partition of evaluation_events default;
create index evaluation_events_flag on evaluation_events (environment_id, flag_key, event_id);

-- Hourly counts, written in the transaction that stores the events they count.
create table evaluation_rollups (
  environment_id uuid not null references environments (id),
  flag_key text not null,
  -- '' where no variation was served.
  variation_key text not null default '',
  reason text not null,
  hour timestamptz not null,
  evaluations bigint not null check (evaluations > 0),
  primary key (environment_id, flag_key, hour, variation_key, reason)
);
