-- Sign-in with OpenID Connect. A person is an issuer with a subject, never an email address: a person whose address another
-- user has, or who has none, has no address here. Control planes of earlier releases show such a user, and refuse to change it.
alter table users drop constraint users_person_has_email;

create table user_identities (
  issuer text not null check (length(issuer) between 1 and 2000),
  subject text not null check (length(subject) between 1 and 255),
  user_id uuid not null references users (id),
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index user_identities_user on user_identities (user_id);

-- Sign-ins that have begun, for 10 minutes. A row is deleted when its answer arrives.
create table oidc_attempts (
  -- SHA-256 of the state, and of the secret in the cookie of the browser, in lower-case hex.
  state_hash text primary key check (state_hash ~ '^[0-9a-f]{64}$'),
  browser_hash text not null check (browser_hash ~ '^[0-9a-f]{64}$'),
  nonce text not null,
  verifier text not null,
  -- The path of the console to show after the sign-in.
  target text not null check (length(target) <= 2000),
  expires_at timestamptz not null
);
create index oidc_attempts_expires_at on oidc_attempts (expires_at);

-- Sign-ins that have begun are counted apart from those that fail.
alter table sign_in_attempts drop constraint sign_in_attempts_kind_check;
alter table sign_in_attempts add constraint sign_in_attempts_kind_check check (kind in ('address', 'account', 'oidc'));
