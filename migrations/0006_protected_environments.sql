-- Protected environments: what their readers get changes only with approvals.

create table environment_protections (
  environment_id uuid primary key references environments (id),
  -- How many people must approve.
  approvals int not null check (approvals between 1 and 10),
  -- Who may approve: users with at least this role, and the named users.
  approver_role text check (approver_role in ('viewer', 'editor', 'admin')),
  approver_ids uuid[] not null default '{}',
  -- Whether editors may switch a flag off without approval.
  may_switch_off boolean not null default false,
  check (approver_role is not null or cardinality(approver_ids) >= approvals)
);

-- An approval is of one diff: it is void for any other.
create table change_set_approvals (
  change_set_id uuid not null references change_sets (id),
  user_id uuid not null references users (id),
  diff_hash text not null check (diff_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  primary key (change_set_id, user_id)
);

alter table change_sets
  -- Authors of operations that a rebase has replaced by others.
  add column former_author_ids uuid[] not null default '{}',
  -- How an entry was applied to a protected environment without approvals.
  add column bypass text check (bypass in ('switch-off', 'break-glass')),
  -- Why an admin did.
  add column bypass_reason text check (length(bypass_reason) between 1 and 1000),
  drop constraint change_sets_state_check,
  add constraint change_sets_state_check
    check (state in ('draft', 'in_review', 'approved', 'applied', 'discarded'));
