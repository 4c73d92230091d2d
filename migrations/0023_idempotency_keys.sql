-- Requests with an `Idempotency-Key`, by user, for 24 hours. A row is marked as committed in the transaction of its change.
create table idempotency_keys (
  user_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  -- Of the request that holds the key now.
  attempt_id uuid not null,
  -- SHA-256 of method, path and body.
  request_hash text not null,
  -- Another attempt may take the key over after this, if this one is not committed.
  locked_until timestamptz not null,
  expires_at timestamptz not null,
  committed boolean not null default false,
  resource_id uuid,
  -- The answer. The body is null if it shows a secret or is too long.
  status integer,
  body text,
  etag text,
  primary key (user_id, key)
);

create index idempotency_keys_expires_at on idempotency_keys (expires_at);
