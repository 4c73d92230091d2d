-- Change sets: drafts, and the history of a project, which is the list of its applied change sets.

create table change_sets (
  id uuid primary key default gen_random_uuid(),
  -- The order of creation, for cursors.
  sequence bigint generated always as identity,
  project_id uuid not null references projects (id),
  -- The place in the history of the project, from 1 without gaps; null until the change set is applied.
  number int check (number > 0),
  name text not null default '' check (length(name) <= 200),
  description text not null default '',
  state text not null check (state in ('draft', 'applied', 'discarded')),
  -- 'draft': people filled it in; 'direct': one request of the management API; 'environment': the flags of a new environment.
  origin text not null check (origin in ('draft', 'direct', 'environment')),
  -- Grows with every edit of a draft.
  revision int not null default 1 check (revision > 0),
  operation_count int not null default 0 check (operation_count >= 0),
  -- Bytes of the operations and of the states that they were made from.
  byte_count bigint not null default 0 check (byte_count >= 0),
  -- What the operations name, or what the applied diff changes.
  flag_keys text[] not null default '{}',
  segment_keys text[] not null default '{}',
  environment_keys text[] not null default '{}',
  -- The change set that this one takes back.
  reverts uuid references change_sets (id),
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  applied_by uuid references users (id),
  applied_at timestamptz,
  -- What was changed, as members before and after.
  diff jsonb,
  diff_hash text check (diff_hash ~ '^[0-9a-f]{64}$'),
  check ((state = 'applied') = (number is not null and applied_by is not null and applied_at is not null
    and diff is not null and diff_hash is not null)),
  unique (project_id, number)
);
create index change_sets_project on change_sets (project_id, sequence);
create index change_sets_flags on change_sets using gin (flag_keys);
create index change_sets_segments on change_sets using gin (segment_keys);
create index change_sets_created_by on change_sets (created_by);

create table change_set_operations (
  change_set_id uuid not null references change_sets (id),
  -- From 0 without gaps.
  position int not null check (position >= 0),
  operation jsonb not null check (jsonb_typeof(operation) = 'object'),
  created_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  primary key (change_set_id, position) deferrable initially immediate
);

-- What a draft was made from: the state of each flag, configuration and segment when an operation first named it.
create table change_set_bases (
  change_set_id uuid not null references change_sets (id),
  kind text not null check (kind in ('flag', 'configuration', 'segment')),
  -- Of the flag or the segment.
  key text not null,
  -- Of a configuration; else ''.
  environment_key text not null default '',
  -- Null if it did not exist.
  state jsonb,
  primary key (change_set_id, kind, key, environment_key)
);

-- The version of each environment that an applied change set has taken.
create table change_set_environments (
  change_set_id uuid not null references change_sets (id),
  environment_id uuid not null references environments (id),
  version int not null check (version > 0),
  primary key (change_set_id, environment_id)
);
create index change_set_environments_version on change_set_environments (environment_id, version);

-- States that the history starts from: of the whole project at number 0, of a new environment at the number of its creation.
create table history_baselines (
  project_id uuid not null references projects (id),
  number int not null check (number >= 0),
  kind text not null check (kind in ('flag', 'configuration', 'segment')),
  key text not null,
  environment_key text not null default '',
  state jsonb not null,
  primary key (project_id, number, kind, key, environment_key)
);

create function refuse_history_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of change sets is append-only: % is not allowed', tg_op;
end
$$;
create trigger change_sets_keep_applied before update or delete on change_sets
  for each row when (old.state = 'applied') execute function refuse_history_change();
create trigger history_baselines_append_only before update or delete on history_baselines
  for each row execute function refuse_history_change();

-- Conditions with the keys of segments in place of their ids. json_agg: the time of jsonb_agg grows with the square.
create function keyed_condition(condition_type text, attribute text, operator text, condition_values jsonb)
returns json language sql stable as $$
  select json_build_object(
    'conditionType', condition_type, 'attribute', attribute, 'operator', operator,
    'values', case when condition_type = 'segment' then (
      select coalesce(json_agg(s.key order by named.place), '[]')
      from jsonb_array_elements_text(condition_values) with ordinality as named (id, place)
      join segments s on s.id = named.id::uuid
    ) else condition_values::json end
  )
$$;

-- The state of a configuration as a document with keys, as change sets hold it.
create function configuration_document(configuration_id uuid) returns jsonb language sql stable as $$
  select json_build_object(
    'enabled', fe.enabled,
    'defaultValue', fe.default_value,
    'variations', (
      select coalesce(json_agg(json_build_object(
        'key', v.key, 'value', v.value, 'name', v.name, 'description', v.description
      ) order by v.sort_order, v.key), '[]')
      from flag_variations v where v.flag_environment_id = fe.id
    ),
    'prerequisites', (
      select coalesce(json_agg(json_build_object('flagKey', f.key, 'variations', (
        select coalesce(json_agg(v.key order by v.key collate "C"), '[]')
        from flag_prerequisite_variations pv
        join flag_variations v on v.id = pv.variation_id
        where pv.prerequisite_id = p.id
      )) order by p.sort_order), '[]')
      from flag_prerequisites p join flags f on f.id = p.prerequisite_flag_id
      where p.flag_environment_id = fe.id
    ),
    'rules', (
      select coalesce(json_agg(json_build_object(
        'id', r.id, 'priority', r.priority, 'description', r.description,
        'conditions', (
          select coalesce(json_agg(
            keyed_condition(c.condition_type, c.attribute, c.operator, c.values) order by c.sort_order, c.id
          ), '[]')
          from rule_conditions c where c.targeting_rule_id = r.id
        ),
        'serve', case when r.variation_id_or_rollout ? 'variationId' then jsonb_build_object('variation', (
          select key from flag_variations where id = (r.variation_id_or_rollout ->> 'variationId')::uuid
        )) else jsonb_build_object('rollout', (r.variation_id_or_rollout -> 'rollout') || jsonb_build_object(
          'variations', (
            select jsonb_agg(
              jsonb_build_object('variation', v.key, 'weight', share.value -> 'weight') order by share.place
            )
            from jsonb_array_elements(r.variation_id_or_rollout #> '{rollout,variations}')
              with ordinality as share (value, place)
            join flag_variations v on v.id = (share.value ->> 'variationId')::uuid
          )
        )) end
      ) order by r.priority), '[]')
      from targeting_rules r where r.flag_environment_id = fe.id
    )
  )::jsonb
  from flag_environments fe where fe.id = configuration_id
$$;

-- The baseline of what exists now. Rows, not one document: a project may have more than one value can hold.
insert into history_baselines (project_id, number, kind, key, state)
select project_id, 0, 'flag', key, jsonb_build_object(
  'type', type, 'name', name, 'description', description, 'tags', tags, 'clientSide', client_side,
  'metadata', metadata, 'archived', archived
)
from flags where deleted_at is null;

insert into history_baselines (project_id, number, kind, key, environment_key, state)
select f.project_id, 0, 'configuration', f.key, e.key, configuration_document(fe.id)
from flag_environments fe
join flags f on f.id = fe.flag_id and f.deleted_at is null
join environments e on e.id = fe.environment_id and e.deleted_at is null;

insert into history_baselines (project_id, number, kind, key, state)
select s.project_id, 0, 'segment', s.key, json_build_object(
  'name', s.name, 'description', s.description, 'included', s.included, 'excluded', s.excluded,
  'rules', (
    select coalesce(json_agg(json_build_object('conditions', (
      select json_agg(
        keyed_condition(c.value ->> 'conditionType', c.value ->> 'attribute', c.value ->> 'operator', c.value -> 'values')
        order by c.place
      )
      from jsonb_array_elements(rule.value -> 'conditions') with ordinality as c (value, place)
    )) order by rule.place), '[]')
    from jsonb_array_elements(s.rules) with ordinality as rule (value, place)
  )
)::jsonb
from segments s where s.deleted_at is null;
