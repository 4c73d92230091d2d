import type { SegmentRule } from '../../../shared/model/flag-set.ts';
import type { SegmentUse } from '../../model/references.ts';
import { jsonText, requiredLookup } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';
import { mapSegments, segmentKeysById } from './segment-references.ts';

export interface SegmentSummary {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface SegmentFields {
  readonly name: string;
  readonly description: string;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  /** They refer to other segments by key. */
  readonly rules: readonly SegmentRule[];
}

export interface SegmentRow extends SegmentSummary, SegmentFields {}

/** The columns of a {@link SegmentSummary}. */
export const segmentColumns = (sql: Queryable) =>
  sql`id, key, name, description, created_at as "createdAt", updated_at as "updatedAt"`;

export async function findSegment(
  sql: Queryable,
  projectId: string,
  key: string,
): Promise<SegmentRow | undefined> {
  return (await findSegments(sql, projectId, [key])).get(key);
}

/** The live segments with these keys, by key. The number of queries is fixed. */
export async function findSegments(
  sql: Queryable,
  projectId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SegmentRow>> {
  if (keys.length === 0) return new Map();
  const rows = await sql<SegmentRow[]>`
    select ${segmentColumns(sql)}, included, excluded, rules from segments
    where project_id = ${projectId} and key = any(${[...keys]}) and deleted_at is null`;
  const conditions = rows.flatMap((row) => row.rules.flatMap((rule) => rule.conditions));
  const keyOf = requiredLookup(await segmentKeysById(sql, conditions), 'segment');
  return new Map(
    rows.map((row) => [
      row.key,
      { ...row, rules: row.rules.map((rule) => ({ conditions: mapSegments(rule.conditions, keyOf) })) },
    ]),
  );
}

export async function findSegmentId(
  sql: Queryable,
  projectId: string,
  key: string,
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from segments where project_id = ${projectId} and key = ${key} and deleted_at is null`;
  return row?.id;
}

/** Live segments by key, without members and rules. @param after the key of the last segment of the previous page */
export async function listSegments(
  sql: Queryable,
  projectId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly SegmentSummary[]> {
  return sql<SegmentSummary[]>`
    select ${segmentColumns(sql)} from segments
    where project_id = ${projectId} and deleted_at is null
      ${after === undefined ? sql`` : sql`and key > ${after}`}
    order by key
    limit ${limit}`;
}

export async function listSegmentKeys(sql: Queryable, projectId: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ key: string }[]>`
    select key from segments where project_id = ${projectId} and deleted_at is null`;
  return new Set(rows.map((row) => row.key));
}

/** By segment key, the keys of the segments that its rules refer to. */
export async function segmentReferences(
  sql: Queryable,
  projectId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ key: string; needs: string[] }[]>`
    select s.key, array_agg(distinct n.key) as needs
    from segments s
    cross join lateral jsonb_path_query(
      s.rules, '$[*].conditions[*] ? (@.conditionType == "segment").values[*]'
    ) as named (id)
    join segments n on n.id = (named.id #>> '{}')::uuid
    where s.project_id = ${projectId} and s.deleted_at is null
    group by s.key`;
  return new Map(rows.map((row) => [row.key, row.needs]));
}

/** The uses of a segment: configurations of live flags in live environments, and other segments. At most `limit`. */
export async function usesOfSegment(
  sql: Queryable,
  projectId: string,
  segmentId: string,
  limit: number,
): Promise<readonly SegmentUse[]> {
  const rows = await sql<{ flagKey: string | null; environmentKey: string | null; segmentKey: string }[]>`
    select distinct f.key as "flagKey", e.key as "environmentKey", '' as "segmentKey"
    from rule_conditions c
    join targeting_rules r on r.id = c.targeting_rule_id
    join flag_environments fe on fe.id = r.flag_environment_id
    join flags f on f.id = fe.flag_id and f.project_id = ${projectId} and f.deleted_at is null
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    where c.condition_type = 'segment' and c.values @> ${jsonText([segmentId])}::text::jsonb
    union all
    select null, null, s.key
    from segments s
    where s.project_id = ${projectId} and s.deleted_at is null and jsonb_path_exists(
      s.rules, '$[*].conditions[*] ? (@.conditionType == "segment").values[*] ? (@ == $id)',
      jsonb_build_object('id', ${segmentId}::text)
    )
    order by "flagKey", "environmentKey", "segmentKey"
    limit ${limit}`;
  return rows.map(({ flagKey, environmentKey, segmentKey }) =>
    flagKey === null || environmentKey === null ? { segmentKey } : { flagKey, environmentKey },
  );
}
