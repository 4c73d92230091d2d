-- What was changed by a program that writes no history: a control plane of an earlier release, or a person with psql. The next
-- change to the project writes the state of these into the history, and forgets them here.
create table history_gaps (
  project_id uuid not null references projects (id),
  kind text not null check (kind in ('flag', 'segment', 'environment')),
  -- Of the flag, the segment, or the deleted environment.
  resource_id uuid not null,
  primary key (project_id, kind, resource_id)
);

create function note_history_gap() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'flag_environments' then
    insert into history_gaps select project_id, 'flag', new.flag_id from flags where id = new.flag_id
      on conflict do nothing;
  else
    insert into history_gaps values (new.project_id, tg_argv[0], new.id) on conflict do nothing;
  end if;
  return null;
end
$$;

-- A control plane of this release says in its transactions that it writes the history. The condition is judged before anything is queued.
create trigger flags_note_gap after insert or update on flags
  for each row when (current_setting('solid_fortnight.writes_history', true) is distinct from 'on')
  execute function note_history_gap('flag');
create trigger flag_environments_note_gap after insert or update on flag_environments
  for each row when (current_setting('solid_fortnight.writes_history', true) is distinct from 'on')
  execute function note_history_gap();
create trigger segments_note_gap after insert or update on segments
  for each row when (current_setting('solid_fortnight.writes_history', true) is distinct from 'on')
  execute function note_history_gap('segment');
create trigger environments_note_gap after update on environments
  for each row when (
    old.deleted_at is null and new.deleted_at is not null
    and current_setting('solid_fortnight.writes_history', true) is distinct from 'on'
  ) execute function note_history_gap('environment');

-- Entries that contain such states.
alter table change_sets drop constraint change_sets_origin_check;
alter table change_sets add constraint change_sets_origin_check
  check (origin in ('draft', 'direct', 'environment', 'rollout', 'unrecorded'));
-- Null: it does not exist any more.
alter table history_baselines alter column state drop not null;

-- Changes of an earlier release between the migration that began the history and this one. What is noted without need costs a row.
insert into history_gaps
select f.project_id, 'flag', f.id from flags f
where exists (
  select from flag_environments fe where fe.flag_id = f.id
    and greatest(f.updated_at, fe.updated_at) >= (select applied_at from schema_migrations where name = '0004_change_sets.sql')
);
insert into history_gaps
select project_id, 'segment', id from segments
where updated_at >= (select applied_at from schema_migrations where name = '0004_change_sets.sql');
