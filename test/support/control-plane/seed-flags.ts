import type { Sql } from 'postgres';

/** How many rows {@link seedFlags} writes. */
export interface SeedSize {
  readonly flags: number;
  /** Entries of the audit log, of the history, and recorded evaluations, each. Default: none. */
  readonly records?: number;
}

/**
 * Fills a project that has environments and no flags, by SQL. Each flag has two variations and two rules in each environment,
 * the first with a condition. The account must be a superuser: triggers are off, because they run for each row.
 */
export async function seedFlags(
  sql: Sql,
  projectId: string,
  { flags, records = 0 }: SeedSize,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    const run = async (statement: string, count: number) => {
      await tx.unsafe(statement, statement.includes('$2') ? [projectId, count] : [projectId]);
    };
    for (const statement of FLAGS) await run(statement, flags);
    if (records > 0) for (const statement of RECORDS) await run(statement, records);
  });
  await sql`analyze`;
}

const SYSTEM_USER = "'00000000-0000-0000-0000-000000000001'::uuid";

const FLAGS = [
  `insert into flags (project_id, key, name, type, tags, created_by, created_at)
    select $1, 'flag-' || lpad(n::text, 5, '0'), 'Flag ' || n, 'boolean',
      jsonb_build_array('team-' || n % 20), ${SYSTEM_USER}, now() - interval '90 days'
    from generate_series(1, $2::int) n`,
  // Every configuration was changed by another version.
  `insert into environment_versions (environment_id, version)
    select e.id, n from environments e, generate_series(2, $2::int + 1) n where e.project_id = $1 on conflict do nothing`,
  'update environments set version = $2::int + 1 where project_id = $1',
  `insert into flag_environments (
      flag_id, environment_id, enabled, default_value, version, updated_by, rule_count, condition_count, value_count, byte_count
    )
    select f.id, e.id, true, 'false', 1 + row_number() over (partition by e.id order by f.key), ${SYSTEM_USER}, 2, 1, 3, 5000
    from flags f join environments e on e.project_id = f.project_id where f.project_id = $1`,
  `insert into flag_variations (flag_environment_id, key, value, sort_order)
    select fe.id, v.key, v.value::jsonb, v.place
    from environments e join flag_environments fe on fe.environment_id = e.id,
      (values ('on', 'true', 0), ('off', 'false', 1)) as v (key, value, place)
    where e.project_id = $1`,
  `insert into targeting_rules (flag_environment_id, priority, variation_id_or_rollout)
    select v.flag_environment_id, v.sort_order, jsonb_build_object('variationId', v.id)
    from environments e join flag_environments fe on fe.environment_id = e.id
    join flag_variations v on v.flag_environment_id = fe.id
    where e.project_id = $1`,
  `insert into rule_conditions (targeting_rule_id, attribute, operator, values, condition_type)
    select r.id, 'plan', 'in', '["premium", "trial", "partner"]', 'custom'
    from environments e join flag_environments fe on fe.environment_id = e.id
    join targeting_rules r on r.flag_environment_id = fe.id and r.priority = 0
    where e.project_id = $1`,
];

const RECORDS = [
  `insert into audit_logs (project_id, user_id, action, resource_type, resource_id, old_value, new_value)
    select $1, ${SYSTEM_USER}, 'update', 'flag_environment', gen_random_uuid(), '{"enabled": false}', '{"enabled": true}'
    from generate_series(1, $2::int)`,
  `insert into change_sets (
      project_id, number, state, origin, flag_keys, environment_keys, created_by, applied_by, applied_at, diff, diff_hash
    )
    select $1, 1000 + n, 'applied', 'direct', array['flag-' || lpad((1 + n % 5000)::text, 5, '0')], '{production}',
      ${SYSTEM_USER}, ${SYSTEM_USER}, now(), '[]', repeat('0', 64)
    from generate_series(1, $2::int) n`,
  `insert into change_set_operations (change_set_id, position, operation, created_by)
    select id, 0, '{}', ${SYSTEM_USER} from change_sets where project_id = $1 and number > 1000`,
  `insert into evaluation_events (event_id, flag_key, environment_id, user_id, variation_key, reason, evaluated_at)
    select gen_random_uuid(), 'flag-' || lpad((1 + n % 5000)::text, 5, '0'), e.id, 'u-' || n, 'on', 'TARGETING_MATCH', now()
    from (select id from environments where project_id = $1 order by sort_order limit 1) e, generate_series(1, $2::int) n`,
  `insert into evaluation_rollups (environment_id, flag_key, variation_key, reason, hour, evaluations)
    select e.id, 'flag-' || lpad((1 + n % 5000)::text, 5, '0'), 'on', 'TARGETING_MATCH',
      date_trunc('hour', now()) - n / 5000 * interval '1 hour', 1
    from (select id from environments where project_id = $1 order by sort_order limit 1) e, generate_series(1, $2::int) n`,
];
