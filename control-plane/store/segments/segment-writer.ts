import type { SegmentRule } from '../../../shared/model/flag-set.ts';
import { type TakenVersions, versionRows } from '../changes/versions.ts';
import { jsonText, requiredLookup, singleRow } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';
import { mapSegments, segmentIdsByKey } from './segment-references.ts';
import { type SegmentFields, type SegmentSummary, segmentColumns } from './segments.ts';

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
    returning ${segmentColumns(tx)}`;
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
    returning ${segmentColumns(tx)}`;
  return singleRow(rows);
}

export async function deleteSegment(tx: Transaction, id: string): Promise<void> {
  await tx`update segments set deleted_at = now(), updated_at = now() where id = ${id}`;
}

/** Stamps the segment with the new versions of these environments. */
export async function stampSegment(
  tx: Transaction,
  segmentId: string,
  versions: TakenVersions,
): Promise<void> {
  await tx`
    insert into segment_environments (segment_id, environment_id, version)
    select ${segmentId}, stamp.id, stamp.version
    from jsonb_to_recordset(${jsonText(versionRows(versions))}::text::jsonb) as stamp (id uuid, version int)
    on conflict (segment_id, environment_id) do update set version = excluded.version`;
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
