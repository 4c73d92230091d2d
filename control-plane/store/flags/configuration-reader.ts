import type { Configuration } from '../../model/configuration.ts';
import { requiredLookup } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';
import { mapSegments, segmentKeysById } from '../segments/segment-references.ts';
import { readConfigurationRows, toServe } from './configuration-rows.ts';

/** One flag in one environment, with the row it hangs on. */
export interface StoredConfiguration {
  readonly flagEnvironmentId: string;
  /** The environment's version that last changed it. */
  readonly version: number;
  /** The random part of that version. */
  readonly token: string;
  readonly document: Configuration;
  readonly variationIds: ReadonlyMap<string, string>;
}

/** The configuration of a flag in an environment; `undefined` where the flag has none there. */
export async function readConfiguration(
  sql: Queryable,
  flagId: string,
  environmentId: string,
): Promise<StoredConfiguration | undefined> {
  const [row] = await sql<
    {
      id: string;
      enabled: boolean;
      defaultValue: Configuration['defaultValue'];
      version: number;
      token: string;
    }[]
  >`
    select fe.id, fe.enabled, fe.default_value as "defaultValue", fe.version, v.token
    from flag_environments fe
    join environment_versions v on v.environment_id = fe.environment_id and v.version = fe.version
    where fe.flag_id = ${flagId} and fe.environment_id = ${environmentId}`;
  if (!row) return undefined;
  const rows = await readConfigurationRows(sql, row.id);
  const segmentKey = requiredLookup(
    await segmentKeysById(
      sql,
      rows.rules.flatMap((rule) => rule.conditions),
    ),
    'segment',
  );
  const variationKey = requiredLookup(new Map(rows.variations.map(({ id, key }) => [id, key])), 'variation');
  return {
    flagEnvironmentId: row.id,
    version: row.version,
    token: row.token,
    variationIds: new Map(rows.variations.map(({ id, key }) => [key, id])),
    document: {
      enabled: row.enabled,
      defaultValue: row.defaultValue,
      variations: rows.variations.map(({ key, value, name, description }) => ({
        key,
        value,
        name,
        description,
      })),
      prerequisites: rows.prerequisites,
      rules: rows.rules.map((rule) => ({
        id: rule.id,
        priority: rule.priority,
        description: rule.description,
        conditions: mapSegments(rule.conditions, segmentKey),
        serve: toServe(rule.serve, variationKey),
      })),
    },
  };
}
