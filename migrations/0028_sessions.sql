-- Sessions of people, and what they sign in with. Secrets are stored as SHA-256 in lower-case hex, passwords as Argon2id.

create table sessions (
  id uuid primary key default gen_random_uuid(),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  user_id uuid not null references users (id),
  how text not null check (how in ('password', 'link', 'invitation', 'oidc')),
  -- The beginning of the User-Agent header of the sign-in.
  user_agent text not null default '' check (length(user_agent) <= 200),
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- The session ends when it was not used for so long.
  idle_seconds int not null check (idle_seconds > 0),
  expires_at timestamptz not null
);
create index sessions_user on sessions (user_id, created_at, id);
create index sessions_expires_at on sessions (expires_at);

create table passwords (
  user_id uuid primary key references users (id),
  -- In the PHC string format.
  hash text not null,
  updated_at timestamptz not null default now()
);

-- Links that sign in once. The row is deleted when the link is used.
create table sign_in_links (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('link', 'invitation')),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  user_id uuid not null references users (id),
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create unique index sign_in_links_invitation on sign_in_links (user_id) where kind = 'invitation';
create index sign_in_links_user on sign_in_links (user_id, created_at, id);
create index sign_in_links_expires_at on sign_in_links (expires_at);

-- Attempts to sign in, counted in a fixed number of buckets: 17 bits of the hash of an address, or of an account.
create table sign_in_attempts (
  kind text not null check (kind in ('address', 'account')),
  bucket int not null check (bucket between 0 and 131071),
  attempts int not null check (attempts >= 0),
  window_ends_at timestamptz not null,
  primary key (kind, bucket)
);
