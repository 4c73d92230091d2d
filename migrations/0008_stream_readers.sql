-- Who reads streams. Control planes write what they see every 15 s; rows that are not written again expire.
create table stream_readers (
  id uuid primary key,
  project_id uuid not null references projects (id),
  -- null: the stream of keys.
  environment_id uuid references environments (id),
  sdk_key_id uuid not null references sdk_keys (id),
  -- What the reader says about itself; null: it does not.
  name text,
  version text,
  kind text,
  region text,
  instance text,
  features text[] not null default '{}',
  streams int not null,
  -- What the control plane sends to it; null: the stream of keys.
  position text,
  connected_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create index stream_readers_project on stream_readers (project_id, id);
create index stream_readers_seen on stream_readers (seen_at);
