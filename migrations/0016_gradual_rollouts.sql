-- Gradual rollouts: a change set in steps, each of which is an entry of the history.

alter table change_sets
  drop constraint change_sets_state_check,
  -- 'rolling_out': a step was applied, others may follow; 'completed': all were; 'stopped': no other will be.
  add constraint change_sets_state_check check (state in (
    'draft', 'in_review', 'approved', 'applied', 'discarded', 'rolling_out', 'completed', 'stopped'
  )),
  drop constraint change_sets_origin_check,
  add constraint change_sets_origin_check check (origin in ('draft', 'direct', 'environment', 'rollout')),
  -- The change set of which this entry is a step, and which one.
  add column rollout_of uuid references change_sets (id),
  add column rollout_step int check (rollout_step > 0),
  add constraint change_sets_rollout check ((rollout_of is null) = (rollout_step is null));
-- A step is applied once.
create unique index change_sets_rollout_steps on change_sets (rollout_of, rollout_step) where rollout_of is not null;

create table rollouts (
  change_set_id uuid primary key references change_sets (id),
  flag_key text not null,
  environment_key text not null,
  rule_id uuid not null,
  variation text not null,
  -- An author of the change set.
  planned_by uuid not null references users (id),
  state text not null default 'planned' check (state in ('planned', 'running', 'paused', 'completed', 'stopped')),
  -- Whose rights count when a step is applied at its time: the user who started it, or resumed it last.
  run_by uuid references users (id),
  -- Of all steps: what approvals are bound to.
  steps_hash text check (steps_hash ~ '^[0-9a-f]{64}$'),
  started_at timestamptz,
  paused_at timestamptz,
  ended_at timestamptz,
  -- Why it has stopped by itself.
  reason text check (length(reason) <= 2000),
  check ((state = 'planned') = (started_at is null) and (state = 'planned') = (run_by is null)),
  check ((state = 'paused') = (paused_at is not null)),
  check ((state in ('completed', 'stopped')) = (ended_at is not null))
);

create table rollout_steps (
  change_set_id uuid not null references rollouts (change_set_id) on delete cascade,
  -- From 1 without gaps.
  position int not null check (position > 0),
  -- In 100,000ths.
  weight int not null check (weight between 1 and 100000),
  -- From the time at which this step was applied to the next one.
  wait_seconds int not null check (wait_seconds >= 0),
  -- What it does and what that changes, since the start.
  operation jsonb,
  diff jsonb,
  -- Only the next step has a time.
  due_at timestamptz,
  applied_at timestamptz,
  primary key (change_set_id, position)
);
create index rollout_steps_due on rollout_steps (due_at) where due_at is not null and applied_at is null;

-- Starts and ends of rollouts are audited.
alter table audit_logs
  drop constraint audit_logs_resource_type_check,
  add constraint audit_logs_resource_type_check check (resource_type in (
    'project', 'environment', 'flag', 'flag_environment', 'rule', 'segment', 'sdk_key', 'user', 'api_token', 'webhook',
    'change_set'
  )) not valid;
