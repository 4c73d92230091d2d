import type { Condition } from '../../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { Configuration, ConfiguredRule, ConfiguredVariation } from '../../model/configuration.ts';
import { RequestError } from '../../model/request-error.ts';
import { jsonText, nullableJsonText, requiredLookup, singleRow } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';
import { mapSegments, segmentIdsByKey } from '../segments/segment-references.ts';
import type { StoredConfiguration } from './configuration-reader.ts';
import { toStoredServe } from './configuration-rows.ts';
import { deletePrerequisitesOfDeletedFlags } from './prerequisites.ts';

/** The version of the environment and the user that a change is stamped with. */
interface Stamp {
  readonly version: number;
  readonly userId: string;
}

/** The row of `flag_environments` that a configuration belongs to. */
interface Owner {
  readonly projectId: string;
  readonly environmentId: string;
  readonly flagEnvironmentId: string;
}

/** A configuration of a new flag. */
export interface NewConfiguration {
  readonly environmentId: string;
  readonly flagId: string;
  readonly after: Configuration;
  readonly stamp: Stamp;
}

/** A stored configuration, and what it becomes. */
export interface ChangedConfiguration {
  readonly environmentId: string;
  readonly stored: StoredConfiguration;
  readonly after: Configuration;
  readonly stamp: Stamp;
}

/**
 * Writes configurations. A variation keeps its row if its key remains, a rule if its id remains. Removed variations must
 * not be in use after the change.
 *
 * A prerequisite may require a variation that is new, and a variation may be removed that a prerequisite has required. So
 * variations and rules of all configurations come first, then prerequisites, and the removal of variations comes last.
 */
export async function writeConfigurations(
  tx: Transaction,
  projectId: string,
  created: readonly NewConfiguration[],
  changed: readonly ChangedConfiguration[],
): Promise<void> {
  const written: WrittenConfiguration[] = [];
  for (const configuration of created) written.push(await insertConfiguration(tx, projectId, configuration));
  for (const configuration of changed) written.push(await updateConfiguration(tx, projectId, configuration));
  for (const { owner, prerequisites } of written) {
    if (prerequisites !== undefined) await replacePrerequisites(tx, owner, prerequisites);
  }
  for (const { owner, removed } of written) await deleteVariations(tx, owner, removed);
}

/** A configuration whose variations and rules are written, and what is left to write. */
interface WrittenConfiguration {
  readonly owner: Owner;
  /** `undefined` if they do not change. */
  readonly prerequisites: Configuration['prerequisites'] | undefined;
  /** Variations to delete, as keys and ids. */
  readonly removed: readonly { readonly key: string; readonly id: string }[];
}

async function insertConfiguration(
  tx: Transaction,
  projectId: string,
  { environmentId, flagId, after, stamp }: NewConfiguration,
): Promise<WrittenConfiguration> {
  const rows = await tx<{ id: string }[]>`
    insert into flag_environments (flag_id, environment_id, enabled, default_value, version, updated_by)
    values (
      ${flagId}, ${environmentId}, ${after.enabled}, ${nullableJsonText(after.defaultValue)}::text::jsonb,
      ${stamp.version}, ${stamp.userId}
    )
    returning id`;
  const owner = { projectId, environmentId, flagEnvironmentId: singleRow(rows).id };
  const variationIds = await upsertVariations(tx, owner.flagEnvironmentId, after.variations);
  await replaceRules(tx, owner, { before: [], after: after.rules, variationIds });
  const prerequisites = after.prerequisites.length === 0 ? undefined : after.prerequisites;
  return { owner, prerequisites, removed: [] };
}

async function updateConfiguration(
  tx: Transaction,
  projectId: string,
  { environmentId, stored, after, stamp }: ChangedConfiguration,
): Promise<WrittenConfiguration> {
  const { flagEnvironmentId: id, configuration: before } = stored;
  const owner = { projectId, environmentId, flagEnvironmentId: id };
  const variationIds = isJsonEqual(before.variations, after.variations)
    ? stored.variationIds
    : await upsertVariations(tx, id, after.variations);
  await replaceRules(tx, owner, { before: before.rules, after: after.rules, variationIds });
  await tx`
    update flag_environments set
      enabled = ${after.enabled},
      default_value = ${nullableJsonText(after.defaultValue)}::text::jsonb,
      version = ${stamp.version}, updated_at = now(), updated_by = ${stamp.userId}
    where id = ${id}`;
  const kept = new Set(after.variations.map((variation) => variation.key));
  return {
    owner,
    prerequisites: isJsonEqual(before.prerequisites, after.prerequisites) ? undefined : after.prerequisites,
    removed: [...stored.variationIds].flatMap(([key, variationId]) =>
      kept.has(key) ? [] : { key, id: variationId },
    ),
  };
}

async function deleteVariations(
  tx: Transaction,
  { flagEnvironmentId }: Owner,
  removed: WrittenConfiguration['removed'],
): Promise<void> {
  if (removed.length === 0) return;
  await deletePrerequisitesOfDeletedFlags(
    tx,
    removed.map(({ id }) => id),
  );
  await tx`
    delete from flag_variations
    where flag_environment_id = ${flagEnvironmentId} and key = any(${removed.map(({ key }) => key)})`;
}

async function upsertVariations(
  tx: Transaction,
  flagEnvironmentId: string,
  variations: readonly ConfiguredVariation[],
): Promise<ReadonlyMap<string, string>> {
  const rows = variations.map((variation, index) => ({ ...variation, index }));
  const written = await tx<{ id: string; key: string }[]>`
    insert into flag_variations (flag_environment_id, key, value, name, description, sort_order)
    select ${flagEnvironmentId}, key, value, name, description, index
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb)
      as row (key text, value jsonb, name text, description text, index int)
    on conflict (flag_environment_id, key) do update set
      value = excluded.value, name = excluded.name,
      description = excluded.description, sort_order = excluded.sort_order
    returning id, key`;
  return new Map(written.map(({ id, key }) => [key, id]));
}

interface RuleReplacement {
  readonly before: readonly ConfiguredRule[];
  readonly after: readonly ConfiguredRule[];
  /** By variation key. */
  readonly variationIds: ReadonlyMap<string, string>;
}

async function replaceRules(
  tx: Transaction,
  { projectId, flagEnvironmentId }: Owner,
  { before, after, variationIds }: RuleReplacement,
): Promise<void> {
  const oldRules = new Map(before.map((rule) => [rule.id, rule]));
  const kept = new Set(after.map((rule) => rule.id));
  const removed = before.flatMap(({ id }) => (kept.has(id) ? [] : id));
  const changed = after.filter((rule) => !isJsonEqual(rule, oldRules.get(rule.id)));
  if (removed.length > 0) await tx`delete from targeting_rules where id = any(${removed})`;
  if (changed.length === 0) return;
  const conditions = changed.flatMap((rule) => rule.conditions);
  const segmentId = requiredLookup(await segmentIdsByKey(tx, projectId, conditions), 'segment');
  const rows = changed.map(({ id, priority, description, serve }) => ({
    id,
    priority,
    description,
    serve: toStoredServe(serve, requiredLookup(variationIds, 'variation')),
  }));
  const { count } = await tx`
    insert into targeting_rules (id, flag_environment_id, priority, description, variation_id_or_rollout)
    select id, ${flagEnvironmentId}, priority, description, serve
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb)
      as row (id uuid, priority int, description text, serve jsonb)
    on conflict (id) do update set
      priority = excluded.priority, description = excluded.description,
      variation_id_or_rollout = excluded.variation_id_or_rollout
    where targeting_rules.flag_environment_id = excluded.flag_environment_id`;
  // Another project may have given the id to a rule of its own since the ids were looked up.
  if (count !== rows.length) {
    throw new RequestError('CONFLICT', 'Another flag has a rule with the id of a new rule. Try again.');
  }
  await tx`delete from rule_conditions where targeting_rule_id = any(${changed.map((rule) => rule.id)})`;
  const conditionRows = changed.flatMap((rule) =>
    mapSegments(rule.conditions, segmentId).map((condition, index) => ({
      ...condition,
      ruleId: rule.id,
      position: index + 1,
    })),
  );
  await insertConditions(tx, conditionRows);
}

interface ConditionRow extends Condition {
  readonly ruleId: string;
  readonly position: number;
}

/** `json_to_recordset` converts each list of values once; `jsonb_to_recordset` would do it twice. */
async function insertConditions(tx: Transaction, rows: readonly ConditionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into rule_conditions (targeting_rule_id, attribute, operator, values, condition_type, sort_order)
    select "ruleId", attribute, operator, values, "conditionType", position
    from json_to_recordset(${jsonText(rows)}::text::json) as condition (
      "ruleId" uuid, attribute text, operator text, values jsonb, "conditionType" text, position int
    )`;
}

async function replacePrerequisites(
  tx: Transaction,
  { projectId, environmentId, flagEnvironmentId }: Owner,
  prerequisites: Configuration['prerequisites'],
): Promise<void> {
  await tx`delete from flag_prerequisites where flag_environment_id = ${flagEnvironmentId}`;
  const rows = prerequisites.map((prerequisite, index) => ({ ...prerequisite, index }));
  await tx`
    with required as (
      select f.id as flag_id, fe.id as flag_environment_id, row.variations, row.index
      from jsonb_to_recordset(${jsonText(rows)}::text::jsonb)
        as row ("flagKey" text, variations jsonb, index int)
      join flags f on f.project_id = ${projectId} and f.key = row."flagKey" and f.deleted_at is null
      join flag_environments fe on fe.flag_id = f.id and fe.environment_id = ${environmentId}
    ), inserted as (
      insert into flag_prerequisites (flag_environment_id, prerequisite_flag_id, sort_order)
      select ${flagEnvironmentId}, flag_id, index from required
      returning id, prerequisite_flag_id
    )
    insert into flag_prerequisite_variations (prerequisite_id, variation_id)
    select i.id, v.id
    from inserted i
    join required w on w.flag_id = i.prerequisite_flag_id
    join flag_variations v
      on v.flag_environment_id = w.flag_environment_id and w.variations @> to_jsonb(v.key)`;
}
