import type { Flag, Rule, Segment } from '../../../shared/model/flag-set.ts';
import { requirementsOf } from '../../../shared/model/protocol-features.ts';
import type { Transaction } from '../database/transaction.ts';
import { toServe } from '../flags/configuration-rows.ts';
import { mapSegments, segmentKeysById } from '../segments/segment-references.ts';
import {
  type ChangedFlagRow,
  type ChangedPrerequisiteRow,
  type ChangedRows,
  type ChangedRuleRow,
  type ChangedSegmentRow,
  type ChangedVariationRow,
  readChangedRows,
} from './changed-rows.ts';

/** What changed in an environment after a version. */
export interface FlagSetChanges {
  /** Live flags and segments, whole. */
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  /** By the key of each deleted or archived flag, and of each deleted segment, the version of that change. */
  readonly deleted: {
    readonly flags: ReadonlyMap<string, number>;
    readonly segments: ReadonlyMap<string, number>;
  };
}

/** Reads everything that is stamped with a later version than `since`. */
export async function readChangesSince(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<FlagSetChanges> {
  const rows = await readChangedRows(tx, environmentId, since);
  const { flags, segments, rules } = rows;
  const segmentKeys = await segmentKeysById(tx, [
    ...rules.flatMap((rule) => rule.conditions),
    ...segments.flatMap((segment) => segment.rules.flatMap((rule) => rule.conditions)),
  ]);
  const details = detailsOf(rows, segmentKeys);
  return {
    flags: flags.filter((row) => row.live).map((row) => toFlag(row, details)),
    segments: segments.filter((row) => row.live).map((row) => toSegment(row, segmentKeys)),
    deleted: { flags: deletedKeys(flags), segments: deletedKeys(segments) },
  };
}

/** Rows that belong to flags, by the id of the flag's configuration. */
interface FlagDetails {
  readonly variations: ReadonlyMap<string, readonly ChangedVariationRow[]>;
  readonly rules: ReadonlyMap<string, readonly ChangedRuleRow[]>;
  readonly prerequisites: ReadonlyMap<string, readonly ChangedPrerequisiteRow[]>;
  readonly segmentKeys: ReadonlyMap<string, string>;
}

function detailsOf(rows: ChangedRows, segmentKeys: ReadonlyMap<string, string>): FlagDetails {
  return {
    variations: byFlagEnvironment(rows.variations),
    rules: byFlagEnvironment(rows.rules),
    prerequisites: byFlagEnvironment(rows.prerequisites),
    segmentKeys,
  };
}

function toFlag(row: ChangedFlagRow, details: FlagDetails): Flag {
  const variations = details.variations.get(row.id) ?? [];
  const variationKeys = new Map(variations.map(({ id, key }) => [id, key]));
  const rules = details.rules.get(row.id) ?? [];
  const prerequisites = details.prerequisites.get(row.id) ?? [];
  return {
    key: row.key,
    type: row.type,
    version: row.version,
    enabled: row.enabled,
    defaultValue: row.defaultValue,
    clientSide: row.clientSide,
    variations: variations.map(({ key, value }) => ({ key, value })),
    prerequisites: prerequisites.map(({ flagKey, variations }) => ({ flagKey, variations })),
    rules: rules.map(
      ({ id, priority, serve, conditions }): Rule => ({
        id,
        priority,
        conditions: mapSegments(conditions, keyOrId(details.segmentKeys)),
        serve: toServe(serve, keyOrId(variationKeys)),
      }),
    ),
    ...(Object.keys(row.metadata).length === 0 ? {} : { metadata: row.metadata }),
    ...requirementsOf(rules),
  };
}

function toSegment(row: ChangedSegmentRow, segmentKeys: ReadonlyMap<string, string>): Segment {
  const { key, version, included, excluded, rules } = row;
  return {
    key,
    version,
    included,
    excluded,
    rules: rules.map((rule) => ({ conditions: mapSegments(rule.conditions, keyOrId(segmentKeys)) })),
    ...requirementsOf(row.rules),
  };
}

/**
 * The key of an id. If a row refers to nothing, although the schema's constraints prevent that, the id is used: then
 * only that flag fails to evaluate, and readers still get the other flags of the environment.
 */
function keyOrId(keys: ReadonlyMap<string, string>): (id: string) => string {
  return (id) => keys.get(id) ?? id;
}

/** Keys without a live row. A key that was deleted and created again has a live row. */
function deletedKeys(
  rows: readonly { readonly key: string; readonly version: number; readonly live: boolean }[],
): ReadonlyMap<string, number> {
  const live = new Set(rows.filter((row) => row.live).map((row) => row.key));
  const deleted = new Map<string, number>();
  for (const { key, version } of rows) {
    if (!live.has(key)) deleted.set(key, Math.max(version, deleted.get(key) ?? 0));
  }
  return deleted;
}

function byFlagEnvironment<T extends { readonly flagEnvironmentId: string }>(
  rows: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.flagEnvironmentId);
    if (group) group.push(row);
    else groups.set(row.flagEnvironmentId, [row]);
  }
  return groups;
}
