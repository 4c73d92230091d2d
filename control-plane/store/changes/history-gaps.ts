import type { Transaction } from '../database/transaction.ts';

/**
 * Writes into the history what programs without a history have changed in the locked project: one entry, with the states as
 * they are now. A flag, a segment or an environment that was deleted has none. The diff of the entry has no changes.
 */
export async function recordHistoryGaps(tx: Transaction, projectId: string): Promise<void> {
  const [entry] = await tx<{ number: number }[]>`
    with gaps as (
      select kind, resource_id from history_gaps where project_id = ${projectId}
    ), machine as (
      select id from users where is_system order by created_at limit 1
    )
    insert into change_sets (
      project_id, number, name, state, origin, flag_keys, segment_keys, environment_keys, created_by, applied_by, applied_at,
      diff, diff_hash
    )
    select
      ${projectId}, (select coalesce(max(number), 0) + 1 from change_sets where project_id = ${projectId}),
      'Changes by an earlier release', 'applied', 'unrecorded',
      array(select distinct f.key from gaps g join flags f on g.kind = 'flag' and f.id = g.resource_id order by f.key),
      array(select distinct s.key from gaps g join segments s on g.kind = 'segment' and s.id = g.resource_id order by s.key),
      array(select distinct e.key from gaps g join environments e on g.kind = 'environment' and e.id = g.resource_id order by e.key),
      machine.id, machine.id, now(), '[]', encode(sha256('[]'), 'hex')
    from machine
    returning number`;
  if (entry === undefined) throw new Error('there is no system user');
  await writeStates(tx, projectId, entry.number);
  await tx`delete from history_gaps where project_id = ${projectId}`;
}

/** A key may belong to a deleted flag and to a live one: the live one counts. */
async function writeStates(tx: Transaction, projectId: string, number: number): Promise<void> {
  await tx`
    insert into history_baselines (project_id, number, kind, key, state)
    select distinct on (f.key) ${projectId}, ${number}, 'flag', f.key, case when f.deleted_at is null then
      jsonb_build_object(
        'type', f.type, 'name', f.name, 'description', f.description, 'tags', f.tags, 'owner', f.owner,
        'clientSide', f.client_side, 'metadata', f.metadata, 'jsonSchema', f.json_schema, 'archived', f.archived
      ) end
    from history_gaps g join flags f on f.id = g.resource_id
    where g.project_id = ${projectId} and g.kind = 'flag'
    order by f.key, f.deleted_at desc nulls first`;
  await tx`
    insert into history_baselines (project_id, number, kind, key, environment_key, state)
    select ${projectId}, ${number}, 'configuration', f.key, e.key, configuration_document(fe.id)
    from history_gaps g
    join flags f on f.id = g.resource_id and f.deleted_at is null
    join flag_environments fe on fe.flag_id = f.id
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    where g.project_id = ${projectId} and g.kind = 'flag'`;
  await tx`
    insert into history_baselines (project_id, number, kind, key, state)
    select distinct on (s.key) ${projectId}, ${number}, 'segment', s.key, case when s.deleted_at is null then
      jsonb_build_object(
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
      ) end
    from history_gaps g join segments s on s.id = g.resource_id
    where g.project_id = ${projectId} and g.kind = 'segment'
    order by s.key, s.deleted_at desc nulls first`;
}
