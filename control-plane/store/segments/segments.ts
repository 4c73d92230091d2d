import type { SegmentRule } from '../../../shared/model/flag-set.ts';
import { versionRows } from '../changes/versions.ts';
import { jsonText, requiredLookup, singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { mapSegments, segmentIdsByKey, segmentKeysById } from './segment-references.ts';

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

const summary = (sql: Queryable) =>
  sql`id, key, name, description, created_at as "createdAt", updated_at as "updatedAt"`;

export async function insertSegment(
  tx: Transaction,
  projectId: string,
  userId: string,
  segment: SegmentFields & { readonly key: string },
): Promise<SegmentSummary> {
  const rules = await withSegmentIds(tx, projectId, segment.rules);
  const rows = await tx<SegmentSummary[]>`
    insert into segments (project_id, key, name, description, included, excluded, rules, created_by)
    values (
      ${projectId}, ${segment.key}, ${segment.name}, ${segment.description},
      ${jsonText(segment.included)}::text::jsonb, ${jsonText(segment.excluded)}::text::jsonb,
      ${jsonText(rules)}::text::jsonb, ${userId}
    )
    returning ${summary(tx)}`;
  return singleRow(rows);
}

export async function updateSegment(
  tx: Transaction,
  projectId: string,
  id: string,
  segment: SegmentFields,
): Promise<SegmentSummary> {
  const rules = await withSegmentIds(tx, projectId, segment.rules);
  const rows = await tx<SegmentSummary[]>`
    update segments set
      name = ${segment.name}, description = ${segment.description}, updated_at = now(),
      included = ${jsonText(segment.included)}::text::jsonb,
      excluded = ${jsonText(segment.excluded)}::text::jsonb,
      rules = ${jsonText(rules)}::text::jsonb
    where id = ${id}
    returning ${summary(tx)}`;
  return singleRow(rows);
}

/** Gives every segment of the project a version in a new environment. */
export async function addSegmentsToEnvironment(
  tx: Transaction,
  projectId: string,
  environment: { readonly id: string; readonly version: number },
): Promise<void> {
  await tx`
    insert into segment_environments (segment_id, environment_id, version)
    select id, ${environment.id}, ${environment.version} from segments
    where project_id = ${projectId} and deleted_at is null`;
}

export async function deleteSegment(tx: Transaction, id: string): Promise<void> {
  await tx`update segments set deleted_at = now(), updated_at = now() where id = ${id}`;
}

/** Stamps the segment with the new versions of these environments. */
export async function stampSegment(
  tx: Transaction,
  segmentId: string,
  versions: ReadonlyMap<string, number>,
): Promise<void> {
  await tx`
    insert into segment_environments (segment_id, environment_id, version)
    select ${segmentId}, stamp.id, stamp.version
    from jsonb_to_recordset(${jsonText(versionRows(versions))}::text::jsonb) as stamp (id uuid, version int)
    on conflict (segment_id, environment_id) do update set version = excluded.version`;
}

export async function findSegment(
  sql: Queryable,
  projectId: string,
  key: string,
): Promise<SegmentRow | undefined> {
  const [row] = await sql<SegmentRow[]>`
    select ${summary(sql)}, included, excluded, rules from segments
    where project_id = ${projectId} and key = ${key} and deleted_at is null`;
  if (!row) return undefined;
  const keys = await segmentKeysById(
    sql,
    row.rules.flatMap((rule) => rule.conditions),
  );
  const keyOf = requiredLookup(keys, 'segment');
  const rules = row.rules.map((rule) => ({ conditions: mapSegments(rule.conditions, keyOf) }));
  return { ...row, rules };
}

/** Live segments by key, without members and rules. @param after the key of the last segment of the previous page */
export async function listSegments(
  sql: Queryable,
  projectId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly SegmentSummary[]> {
  return sql<SegmentSummary[]>`
    select ${summary(sql)} from segments
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

/** Up to 20 uses of a segment, in words: flags with their environment, and other segments. */
export async function usesOfSegment(
  sql: Queryable,
  projectId: string,
  segmentId: string,
): Promise<readonly string[]> {
  const rows = await sql<{ place: string }[]>`
    select distinct format('flag "%s" in environment "%s"', f.key, e.key) as place
    from rule_conditions c
    join targeting_rules r on r.id = c.targeting_rule_id
    join flag_environments fe on fe.id = r.flag_environment_id
    join flags f on f.id = fe.flag_id and f.project_id = ${projectId} and f.deleted_at is null
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    where c.condition_type = 'segment' and c.values @> ${jsonText([segmentId])}::text::jsonb
    union all
    select format('segment "%s"', s.key)
    from segments s
    where s.project_id = ${projectId} and s.deleted_at is null and jsonb_path_exists(
      s.rules, '$[*].conditions[*] ? (@.conditionType == "segment").values[*] ? (@ == $id)',
      jsonb_build_object('id', ${segmentId}::text)
    )
    order by place
    limit 20`;
  return rows.map((row) => row.place);
}

async function withSegmentIds(
  tx: Transaction,
  projectId: string,
  rules: readonly SegmentRule[],
): Promise<readonly SegmentRule[]> {
  const ids = await segmentIdsByKey(
    tx,
    projectId,
    rules.flatMap((rule) => rule.conditions),
  );
  const idOf = requiredLookup(ids, 'segment');
  return rules.map((rule) => ({ conditions: mapSegments(rule.conditions, idOf) }));
}
