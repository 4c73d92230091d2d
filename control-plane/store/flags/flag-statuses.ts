import type { Serve } from '../../../shared/model/flag-set.ts';
import { requiredLookup } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';
import { type StoredServe, toServe } from './configuration-rows.ts';

/** A flag in one environment, in short. */
export interface FlagStatus {
  readonly environmentKey: string;
  readonly enabled: boolean;
  /** The version of the environment that last changed the flag here. */
  readonly version: number;
  /** The variation that it serves while it is off; `null`: none has the default value, or the value is long. */
  readonly offVariation: string | null;
  /** What the first rule without conditions serves; `null`: there is none. */
  readonly fallthrough: Serve | null;
  readonly ruleCount: number;
  readonly updatedAt: Date;
  /** The start of the hour of the last evaluation that was recorded; `null`: none since the flag was created. */
  readonly lastEvaluatedHour: Date | null;
}

/** Longer values are not compared: reading them all would cost more than the page. In bytes, as stored. */
const COMPARED_VALUE_BYTES = 1_000;

/**
 * The state of flags (ids) in every live environment, by sort order. Two queries of one snapshot, whatever the number of
 * flags. The ids stand twice in the first: otherwise Postgres joins all flags of the table.
 */
export async function readFlagStatuses(
  sql: Transaction,
  flagIds: readonly string[],
): Promise<ReadonlyMap<string, readonly FlagStatus[]>> {
  const rows = await sql<(Omit<FlagStatus, 'fallthrough'> & { flagId: string; serve: StoredServe | null })[]>`
    select fe.flag_id as "flagId", e.key as "environmentKey", fe.enabled, fe.version,
      fe.rule_count as "ruleCount", fe.updated_at as "updatedAt", evaluated.hour as "lastEvaluatedHour",
      case when pg_column_size(fe.default_value) <= ${COMPARED_VALUE_BYTES} then (
        select v.key from flag_variations v
        where v.flag_environment_id = fe.id and pg_column_size(v.value) <= ${COMPARED_VALUE_BYTES}
          and v.value = fe.default_value
        order by v.sort_order, v.key limit 1
      ) end as "offVariation",
      everyone.serve
    from flag_environments fe
    join flags f on f.id = fe.flag_id and f.id = any(${[...flagIds]}::uuid[])
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    left join lateral (
      select r.variation_id_or_rollout as serve
      from targeting_rules r
      where r.flag_environment_id = fe.id
        and not exists (select from rule_conditions c where c.targeting_rule_id = r.id)
      order by r.priority
      limit 1
    ) everyone on true
    left join lateral (
      select u.hour from evaluation_rollups u
      where u.environment_id = fe.environment_id and u.flag_key = f.key
        and u.hour >= date_trunc('hour', f.created_at, 'UTC')
      order by u.hour desc
      limit 1
    ) evaluated on true
    where fe.flag_id = any(${[...flagIds]}::uuid[])
    order by e.sort_order, e.created_at, e.id`;
  const keys = await servedKeys(
    sql,
    rows.map(({ serve }) => serve),
  );
  const keyOf = requiredLookup(keys, 'variation');
  const byFlag = new Map<string, FlagStatus[]>(flagIds.map((id) => [id, []]));
  for (const { flagId, serve, ...status } of rows) {
    byFlag.get(flagId)?.push({ ...status, fallthrough: serve && toServe(serve, keyOf) });
  }
  return byFlag;
}

/** The keys of the variations that these rules serve. In a query of its own: Postgres overrates it as a part of another one. */
async function servedKeys(
  sql: Transaction,
  serves: readonly (StoredServe | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = serves.flatMap((serve) => {
    if (serve === null) return [];
    if ('variationId' in serve) return serve.variationId;
    return serve.rollout.variations.map(({ variationId }) => variationId);
  });
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; key: string }[]>`
    select id, key from flag_variations where id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, key }) => [id, key]));
}
