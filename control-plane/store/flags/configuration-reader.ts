import type { Configuration } from '../../model/configuration.ts';
import { requiredLookup } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';
import { mapSegments, segmentKeysById } from '../segments/segment-references.ts';
import { type ConfigurationRows, readConfigurationRows, toServe } from './configuration-rows.ts';

/** The configuration of one flag in one environment, with its row and version. */
export interface StoredConfiguration {
  readonly flagEnvironmentId: string;
  /** The version of the environment that last changed the configuration. */
  readonly version: number;
  /** The random token of that version. */
  readonly token: string;
  readonly configuration: Configuration;
  /** By variation key. */
  readonly variationIds: ReadonlyMap<string, string>;
}

interface FlagEnvironmentRow {
  readonly id: string;
  readonly enabled: boolean;
  readonly defaultValue: Configuration['defaultValue'];
  readonly version: number;
  readonly token: string;
}

/** `undefined` if the flag has no configuration in the environment. */
export async function readConfiguration(
  sql: Queryable,
  flagId: string,
  environmentId: string,
): Promise<StoredConfiguration | undefined> {
  const [row] = await sql<FlagEnvironmentRow[]>`
    select fe.id, fe.enabled, fe.default_value as "defaultValue", fe.version, v.token
    from flag_environments fe
    join environment_versions v on v.environment_id = fe.environment_id and v.version = fe.version
    where fe.flag_id = ${flagId} and fe.environment_id = ${environmentId}`;
  if (!row) return undefined;
  const rows = await readConfigurationRows(sql, row.id);
  const conditions = rows.rules.flatMap((rule) => rule.conditions);
  const segmentKeys = await segmentKeysById(sql, conditions);
  return {
    flagEnvironmentId: row.id,
    version: row.version,
    token: row.token,
    variationIds: new Map(rows.variations.map(({ id, key }) => [key, id])),
    configuration: toConfiguration(row, rows, segmentKeys),
  };
}

function toConfiguration(
  { enabled, defaultValue }: FlagEnvironmentRow,
  { variations, prerequisites, rules }: ConfigurationRows,
  segmentKeys: ReadonlyMap<string, string>,
): Configuration {
  const segmentKey = requiredLookup(segmentKeys, 'segment');
  const variationKey = requiredLookup(new Map(variations.map(({ id, key }) => [id, key])), 'variation');
  return {
    enabled,
    defaultValue,
    variations: variations.map(({ key, value, name, description }) => ({ key, value, name, description })),
    prerequisites,
    rules: rules.map((rule) => ({
      id: rule.id,
      priority: rule.priority,
      description: rule.description,
      conditions: mapSegments(rule.conditions, segmentKey),
      serve: toServe(rule.serve, variationKey),
    })),
  };
}

/** Which of these ids belong to stored rules, also of deleted flags and of other projects. */
export async function takenRuleIds(sql: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`select id from targeting_rules where id = any(${[...ids]})`;
  return new Set(rows.map(({ id }) => id));
}
