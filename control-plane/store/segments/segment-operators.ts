import type { Queryable } from '../database/transaction.ts';

/** By segment key, which of these operators the rules of the live segments of a project have. */
export async function segmentOperators(
  sql: Queryable,
  projectId: string,
  operators: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ key: string; found: string[] }[]>`
    select s.key, array_agg(distinct o.operator #>> '{}') as found
    from segments s
    cross join lateral jsonb_path_query(s.rules, '$[*].conditions[*].operator') as o (operator)
    where s.project_id = ${projectId} and s.deleted_at is null
      and o.operator #>> '{}' = any(${[...operators]})
    group by s.key`;
  return new Map(rows.map(({ key, found }) => [key, found]));
}
