import type { Queryable } from '../database/transaction.ts';

/** The keys of live flags whose rules in an environment name one of these segments, ascending. */
export async function flagsNamingSegments(
  sql: Queryable,
  { projectId, environmentId }: { readonly projectId: string; readonly environmentId: string },
  segmentKeys: readonly string[],
): Promise<readonly string[]> {
  if (segmentKeys.length === 0) return [];
  const rows = await sql<{ key: string }[]>`
    select distinct f.key
    from flag_environments fe
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    join targeting_rules r on r.flag_environment_id = fe.id
    join rule_conditions c on c.targeting_rule_id = r.id
    where fe.environment_id = ${environmentId} and c.condition_type = 'segment'
      and c.values ?| array(
        select s.id::text from segments s
        where s.project_id = ${projectId} and s.deleted_at is null and s.key = any(${[...segmentKeys]})
      )
    order by f.key`;
  return rows.map(({ key }) => key);
}
