import type { Sql } from 'postgres';
import { createFlagSetReader } from '../../control-plane/store/flag-set/flag-set-reader.ts';
import { compareRounds, type Measured } from './rounds.ts';

/**
 * Reads the whole flag set of an environment as a hub does, from Postgres to the snapshot in memory, against the queries of its
 * rows in one transaction. The bare queries leave the rows as the driver gives them.
 */
export function measureSnapshot(sql: Sql, environmentId: string, flags: number): Promise<Measured> {
  const reader = createFlagSetReader(sql);
  return compareRounds(
    {
      async own() {
        const { change } = await reader.read(environmentId, null, []);
        const found = change.kind === 'replica' ? change.replica.flags.size : 0;
        if (found !== flags) throw new Error(`the snapshot has ${found} of ${flags} flags`);
      },
      bare: () => readRows(sql, environmentId),
    },
    { rounds: 10, each: 2 },
  );
}

async function readRows(sql: Sql, environmentId: string): Promise<void> {
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    await Promise.all([
      tx`select * from environments where id = ${environmentId}`,
      tx`
        select fe.id, f.key, fe.version, f.type, fe.enabled, fe.default_value, f.client_side, f.metadata
        from flag_environments fe join flags f on f.id = fe.flag_id
        where fe.environment_id = ${environmentId} order by f.key`,
      tx`
        select v.id, v.flag_environment_id, v.key, v.value
        from flag_environments fe join flag_variations v on v.flag_environment_id = fe.id
        where fe.environment_id = ${environmentId} order by v.sort_order`,
      tx`
        select r.id, r.flag_environment_id, r.priority, r.variation_id_or_rollout
        from flag_environments fe join targeting_rules r on r.flag_environment_id = fe.id
        where fe.environment_id = ${environmentId} order by r.priority`,
      tx`
        select c.* from flag_environments fe
        join targeting_rules r on r.flag_environment_id = fe.id
        join rule_conditions c on c.targeting_rule_id = r.id
        where fe.environment_id = ${environmentId} order by c.sort_order`,
    ]);
  });
}
