import type { Sql } from 'postgres';
import type { Installation } from './installation.ts';
import { compareRounds, type Measured } from './rounds.ts';

const PAGE = 100;

/**
 * A page of 100 flags with their state in ten environments, against the queries of the same rows: the flags, their
 * configurations, what each serves when it is off and to everyone, and when it was last evaluated.
 */
export function measureFlagPage(
  { url, apiToken, sql }: Installation,
  projectId: string,
  flagKeys: readonly string[],
): Promise<Measured> {
  const afterOf = (at: number) => flagKeys[(at * 997) % (flagKeys.length - PAGE - 1)] ?? '';
  return compareRounds(
    {
      async own(at) {
        const path = `/api/projects/${projectId}/flags?limit=${PAGE}&after=${afterOf(at)}`;
        const response = await fetch(url + path, { headers: { authorization: `Bearer ${apiToken}` } });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`the list answered ${response.status}: ${text}`);
      },
      bare: (at) => readPage(sql, projectId, afterOf(at)),
    },
    { rounds: 10, each: 10 },
  );
}

async function readPage(sql: Sql, projectId: string, after: string): Promise<void> {
  const flags = await sql<{ id: string }[]>`
    select * from flags where project_id = ${projectId} and deleted_at is null and key > ${after}
    order by key limit ${PAGE}`;
  const ids = flags.map(({ id }) => id);
  const rows = await sql`
    select fe.flag_id, e.key, fe.enabled, fe.version, fe.rule_count, fe.updated_at, off.key as off, everyone.serve, evaluated.hour
    from flag_environments fe
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    join flags f on f.id = fe.flag_id and f.id = any(${ids}::uuid[])
    left join lateral (
      select v.key from flag_variations v where v.flag_environment_id = fe.id and v.value = fe.default_value limit 1
    ) off on true
    left join lateral (
      select v.key as serve from targeting_rules r join flag_variations v
        on v.id = (r.variation_id_or_rollout ->> 'variationId')::uuid
      where r.flag_environment_id = fe.id
        and not exists (select from rule_conditions c where c.targeting_rule_id = r.id)
      order by r.priority limit 1
    ) everyone on true
    left join lateral (
      select u.hour from evaluation_rollups u
      where u.environment_id = fe.environment_id and u.flag_key = f.key order by u.hour desc limit 1
    ) evaluated on true
    where fe.flag_id = any(${ids}::uuid[])
    order by e.sort_order`;
  if (rows.length !== PAGE * 10) throw new Error(`the page has ${rows.length} rows`);
}
