import type { Configuration } from '../../model/configuration.ts';
import { requiredLookup } from '../database/rows.ts';
import { allTogether } from '../database/statements-together.ts';
import type { Queryable } from '../database/transaction.ts';
import { mapSegments, segmentKeysById } from '../segments/segment-references.ts';
import {
  type ConfigurationIds,
  type ConfigurationRows,
  readConfigurationRows,
  toServe,
  wantedConfigurations,
} from './configuration-rows.ts';

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

interface FlagEnvironmentRow extends ConfigurationIds {
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
  return (await readConfigurations(sql, [{ flagId, environmentId }]))[0];
}

/** The bytes of configurations together, an upper bound of their JSON. */
export async function countConfigurationBytes(
  sql: Queryable,
  wanted: readonly ConfigurationIds[],
): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(fe.byte_count), 0)::float8 as bytes
    from ${wantedConfigurations(sql, wanted)}`;
  return row?.bytes ?? 0;
}

/** The configurations of flags in environments, as far as they exist, in any order. The number of queries is fixed. */
export async function readConfigurations(
  sql: Queryable,
  wanted: readonly ConfigurationIds[],
): Promise<readonly (StoredConfiguration & ConfigurationIds)[]> {
  if (wanted.length === 0) return [];
  const [found, partsOf] = await allTogether([
    readFlagEnvironments(sql, wanted),
    readConfigurationRows(sql, wanted),
  ]);
  const rows = found.map((row) => ({ ...row, parts: partsOf(row.id) }));
  const conditions = rows.flatMap(({ parts }) => parts.rules.flatMap((rule) => rule.conditions));
  const segmentKeys = await segmentKeysById(sql, conditions);
  return rows.map(({ parts, ...row }) => {
    const { flagId, environmentId, version, token } = row;
    return {
      flagId,
      environmentId,
      flagEnvironmentId: row.id,
      version,
      token,
      variationIds: new Map(parts.variations.map(({ id, key }) => [key, id])),
      configuration: toConfiguration(row, parts, segmentKeys),
    };
  });
}

async function readFlagEnvironments(
  sql: Queryable,
  wanted: readonly ConfigurationIds[],
): Promise<readonly FlagEnvironmentRow[]> {
  return sql<FlagEnvironmentRow[]>`
    select fe.id, fe.flag_id as "flagId", fe.environment_id as "environmentId", fe.enabled,
      fe.default_value as "defaultValue", fe.version, v.token
    from ${wantedConfigurations(sql, wanted)}
    join environment_versions v on v.environment_id = fe.environment_id and v.version = fe.version`;
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
