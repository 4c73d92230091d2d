import type {
  Condition,
  Flag,
  FlagType,
  Prerequisite,
  Rule,
  Segment,
  SegmentRule,
  Variation,
} from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Transaction } from '../database/transaction.ts';
import { type StoredServe, toServe } from '../flags/configuration-rows.ts';
import { mapSegments, segmentKeysById } from '../segments/segment-references.ts';

/** What changed in an environment after a version: what is live, whole, and what is gone, by its key. */
export interface ChangedRows {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
  readonly gone: {
    readonly flags: ReadonlyMap<string, number>;
    readonly segments: ReadonlyMap<string, number>;
  };
}

interface FlagRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly live: boolean;
  readonly type: FlagType;
  readonly enabled: boolean;
  readonly defaultValue: JsonValue;
  readonly clientSide: boolean;
}

interface VariationRow extends Variation {
  readonly id: string;
  readonly flagEnvironmentId: string;
}

interface RuleRow {
  readonly id: string;
  readonly flagEnvironmentId: string;
  readonly priority: number;
  readonly serve: StoredServe;
  readonly conditions: readonly Condition[];
}

interface PrerequisiteRow extends Prerequisite {
  readonly flagEnvironmentId: string;
}

interface SegmentRow {
  readonly key: string;
  readonly version: number;
  readonly live: boolean;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  readonly rules: readonly SegmentRule[];
}

/** Reads everything stamped with a later version than `since`: five queries, whatever the number of flags. */
export async function readChangedRows(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<ChangedRows> {
  const [flags, variations, rules, prerequisites, segments] = await Promise.all([
    readFlags(tx, environmentId, since),
    readVariations(tx, environmentId, since),
    readRules(tx, environmentId, since),
    readPrerequisites(tx, environmentId, since),
    readSegments(tx, environmentId, since),
  ]);
  const conditions = [
    ...rules.flatMap((rule) => rule.conditions),
    ...segments.flatMap((segment) => segment.rules.flatMap((rule) => rule.conditions)),
  ];
  const segmentKeys = await segmentKeysById(tx, conditions);
  const live = { flags: flags.filter((row) => row.live), segments: segments.filter((row) => row.live) };
  const details = {
    variations: byFlagEnvironment(variations),
    rules: byFlagEnvironment(rules),
    prerequisites: byFlagEnvironment(prerequisites),
    segmentKeys,
  };
  return {
    flags: live.flags.map((row) => toFlag(row, details)),
    segments: live.segments.map((row) => toSegment(row, segmentKeys)),
    gone: { flags: goneKeys(flags), segments: goneKeys(segments) },
  };
}

function readFlags(tx: Transaction, environmentId: string, since: number): Promise<readonly FlagRow[]> {
  return tx<FlagRow[]>`
    select fe.id, f.key, fe.version, not f.archived and f.deleted_at is null as live, f.type, fe.enabled,
      fe.default_value as "defaultValue", f.client_side as "clientSide"
    from flag_environments fe
    join flags f on f.id = fe.flag_id
    where fe.environment_id = ${environmentId} and fe.version > ${since}
    order by f.key collate "C"`;
}

/** The configurations whose details are read: changed since, and of a flag that readers may know. */
const changedConfigurations = (tx: Transaction, environmentId: string, since: number) => tx`
  flag_environments fe
  join flags f on f.id = fe.flag_id and not f.archived and f.deleted_at is null
    and fe.environment_id = ${environmentId} and fe.version > ${since}`;

function readVariations(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly VariationRow[]> {
  return tx<VariationRow[]>`
    select v.id, v.flag_environment_id as "flagEnvironmentId", v.key, v.value
    from ${changedConfigurations(tx, environmentId, since)}
    join flag_variations v on v.flag_environment_id = fe.id
    order by v.sort_order, v.key collate "C"`;
}

function readRules(tx: Transaction, environmentId: string, since: number): Promise<readonly RuleRow[]> {
  return tx<RuleRow[]>`
    select r.id, r.flag_environment_id as "flagEnvironmentId", r.priority,
      r.variation_id_or_rollout as serve,
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'conditionType', c.condition_type, 'attribute', c.attribute,
            'operator', c.operator, 'values', c.values
          )
          order by c.sort_order, c.id
        ) filter (where c.id is not null),
        '[]'
      ) as conditions
    from ${changedConfigurations(tx, environmentId, since)}
    join targeting_rules r on r.flag_environment_id = fe.id
    left join rule_conditions c on c.targeting_rule_id = r.id
    group by r.id
    order by r.priority`;
}

function readPrerequisites(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly PrerequisiteRow[]> {
  return tx<PrerequisiteRow[]>`
    select p.flag_environment_id as "flagEnvironmentId", needed.key as "flagKey",
      coalesce(
        array_agg(v.key order by v.key collate "C") filter (where v.id is not null), '{}'
      ) as variations
    from ${changedConfigurations(tx, environmentId, since)}
    join flag_prerequisites p on p.flag_environment_id = fe.id
    join flags needed on needed.id = p.prerequisite_flag_id
    left join flag_prerequisite_variations pv on pv.prerequisite_id = p.id
    left join flag_variations v on v.id = pv.variation_id
    group by p.id, needed.key
    order by p.sort_order, needed.key collate "C"`;
}

function readSegments(tx: Transaction, environmentId: string, since: number): Promise<readonly SegmentRow[]> {
  return tx<SegmentRow[]>`
    select s.key, se.version, s.deleted_at is null as live,
      case when s.deleted_at is null then s.included else '[]' end as included,
      case when s.deleted_at is null then s.excluded else '[]' end as excluded,
      case when s.deleted_at is null then s.rules else '[]' end as rules
    from segment_environments se
    join segments s on s.id = se.segment_id
    where se.environment_id = ${environmentId} and se.version > ${since}
    order by s.key collate "C"`;
}

interface Details {
  readonly variations: ReadonlyMap<string, readonly VariationRow[]>;
  readonly rules: ReadonlyMap<string, readonly RuleRow[]>;
  readonly prerequisites: ReadonlyMap<string, readonly PrerequisiteRow[]>;
  readonly segmentKeys: ReadonlyMap<string, string>;
}

function toFlag(row: FlagRow, details: Details): Flag {
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
    rules: rules.map(({ id, priority, serve, conditions }): Rule => {
      const named = mapSegments(conditions, nameOr(details.segmentKeys));
      return { id, priority, conditions: named, serve: toServe(serve, nameOr(variationKeys)) };
    }),
  };
}

function toSegment(row: SegmentRow, segmentKeys: ReadonlyMap<string, string>): Segment {
  const { key, version, included, excluded, rules } = row;
  return {
    key,
    version,
    included,
    excluded,
    rules: rules.map((rule) => ({ conditions: mapSegments(rule.conditions, nameOr(segmentKeys)) })),
  };
}

/**
 * The key behind an id. A row that refers to nothing (the schema's guards were bypassed) keeps the id, so
 * that its flag alone fails to evaluate and the environment's other flags still travel.
 */
function nameOr(keys: ReadonlyMap<string, string>): (id: string) => string {
  return (id) => keys.get(id) ?? id;
}

/** Keys that are gone; one that was made anew since is not. */
function goneKeys(
  rows: readonly { readonly key: string; readonly version: number; readonly live: boolean }[],
): ReadonlyMap<string, number> {
  const live = new Set(rows.filter((row) => row.live).map((row) => row.key));
  const gone = new Map<string, number>();
  for (const { key, version } of rows) {
    if (!live.has(key)) gone.set(key, Math.max(version, gone.get(key) ?? 0));
  }
  return gone;
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
