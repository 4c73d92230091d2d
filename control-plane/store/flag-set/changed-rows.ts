import type { FlagMetadata } from '../../../shared/model/flag-metadata.ts';
import type {
  Condition,
  FlagType,
  Prerequisite,
  SegmentRule,
  Variation,
} from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import type { Transaction } from '../database/transaction.ts';
import { conditionsOf, type StoredServe } from '../flags/configuration-rows.ts';

/** What an environment's rows say since a version. Deleted and archived flags and segments are among them. */
export interface ChangedRows {
  readonly flags: readonly ChangedFlagRow[];
  readonly variations: readonly ChangedVariationRow[];
  readonly rules: readonly ChangedRuleRow[];
  readonly prerequisites: readonly ChangedPrerequisiteRow[];
  readonly segments: readonly ChangedSegmentRow[];
}

export interface ChangedFlagRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  /** Neither deleted nor archived. */
  readonly live: boolean;
  readonly type: FlagType;
  readonly enabled: boolean;
  readonly defaultValue: JsonValue;
  readonly clientSide: boolean;
  readonly metadata: FlagMetadata;
}

export interface ChangedVariationRow extends Variation {
  readonly id: string;
  readonly flagEnvironmentId: string;
}

export interface ChangedRuleRow {
  readonly id: string;
  readonly flagEnvironmentId: string;
  readonly priority: number;
  readonly serve: StoredServe;
  readonly conditions: readonly Condition[];
}

export interface ChangedPrerequisiteRow extends Prerequisite {
  readonly flagEnvironmentId: string;
}

export interface ChangedSegmentRow {
  readonly key: string;
  readonly version: number;
  readonly live: boolean;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  readonly rules: readonly SegmentRule[];
}

/** Reads everything with a later version than `since`: five queries in one round trip, whatever the number of flags. */
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
  return { flags, variations, rules, prerequisites, segments };
}

function readFlags(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly ChangedFlagRow[]> {
  return tx<ChangedFlagRow[]>`
    select fe.id, f.key, fe.version, not f.archived and f.deleted_at is null as live, f.type, fe.enabled,
      fe.default_value as "defaultValue", f.client_side as "clientSide", f.metadata
    from flag_environments fe
    join flags f on f.id = fe.flag_id
    where fe.environment_id = ${environmentId} and fe.version > ${since}
    order by f.key collate "C"`;
}

/** The changed configurations of live flags. */
const changedConfigurations = (tx: Transaction, environmentId: string, since: number) => tx`
  flag_environments fe
  join flags f on f.id = fe.flag_id and not f.archived and f.deleted_at is null
    and fe.environment_id = ${environmentId} and fe.version > ${since}`;

function readVariations(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly ChangedVariationRow[]> {
  return tx<ChangedVariationRow[]>`
    select v.id, v.flag_environment_id as "flagEnvironmentId", v.key, v.value
    from ${changedConfigurations(tx, environmentId, since)}
    join flag_variations v on v.flag_environment_id = fe.id
    order by v.sort_order, v.key collate "C"`;
}

function readRules(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly ChangedRuleRow[]> {
  return tx<ChangedRuleRow[]>`
    select r.id, r.flag_environment_id as "flagEnvironmentId", r.priority,
      r.variation_id_or_rollout as serve,
      ${conditionsOf(tx)} as conditions
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
): Promise<readonly ChangedPrerequisiteRow[]> {
  return tx<ChangedPrerequisiteRow[]>`
    select p.flag_environment_id as "flagEnvironmentId", required.key as "flagKey",
      coalesce(
        array_agg(v.key order by v.key collate "C") filter (where v.id is not null), '{}'
      ) as variations
    from ${changedConfigurations(tx, environmentId, since)}
    join flag_prerequisites p on p.flag_environment_id = fe.id
    join flags required on required.id = p.prerequisite_flag_id
    left join flag_prerequisite_variations pv on pv.prerequisite_id = p.id
    left join flag_variations v on v.id = pv.variation_id
    group by p.id, required.key
    order by p.sort_order, required.key collate "C"`;
}

function readSegments(
  tx: Transaction,
  environmentId: string,
  since: number,
): Promise<readonly ChangedSegmentRow[]> {
  return tx<ChangedSegmentRow[]>`
    select s.key, se.version, s.deleted_at is null as live,
      case when s.deleted_at is null then s.included else '[]' end as included,
      case when s.deleted_at is null then s.excluded else '[]' end as excluded,
      case when s.deleted_at is null then s.rules else '[]' end as rules
    from segment_environments se
    join segments s on s.id = se.segment_id
    where se.environment_id = ${environmentId} and se.version > ${since}
    order by s.key collate "C"`;
}
