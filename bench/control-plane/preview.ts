import { stringMember } from '../../bin/system/management-api.ts';
import { compileFlagSet, type EvaluationContext, evaluate } from '../../shared/evaluation/index.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import type { FlagSet } from '../../shared/model/flag-set.ts';
import type { Installation } from './installation.ts';
import { compareRounds, type Measured } from './rounds.ts';

const USERS = 10_000;
/** Flags that the draft changes. */
const FLAGS = 5;

/**
 * A preview of a draft over the contexts of 10,000 recorded users, against the bare work: the contexts in one query, parsed, and
 * each evaluated before and after for each flag. The bare way finds no users, compiles nothing, and counts nothing.
 */
export async function measurePreview(
  installation: Installation,
  projectId: string,
  flagKeys: readonly string[],
): Promise<Measured> {
  const { api, sql } = installation;
  const project = `/api/projects/${projectId}`;
  const changed = flagKeys.slice(0, FLAGS);
  const ids = await recordUsers(installation, projectId, changed[0] ?? '');
  const draft = await api.post(`${project}/change-sets`, {
    name: 'Preview',
    operations: changed.map((flagKey) => ({
      kind: 'configuration.update',
      flagKey,
      environmentKey: 'production',
      patch: { enabled: false },
    })),
  });
  const path = `${project}/change-sets/${stringMember(draft, 'id')}/preview`;
  const body = { environmentKey: 'production', recorded: { days: 2, sample: USERS } };
  const set: FlagSet = await readFlagSet(installation, projectId);
  const flags = set.flags.filter(({ key }) => changed.includes(key));
  const before = compileFlagSet({ ...set, flags });
  const after = compileFlagSet({ ...set, flags: flags.map((flag) => ({ ...flag, enabled: false })) });
  return compareRounds(
    {
      async own() {
        const text = JSON.stringify(await api.post(path, body));
        if (!text.includes(`"evaluated":${USERS}`))
          throw new Error(`the preview is cut: ${text.slice(0, 500)}`);
      },
      async bare() {
        const rows = await sql<{ context: string }[]>`
          select context::text as context from evaluation_events where event_id = any(${ids}::uuid[])`;
        let differences = 0;
        for (const { context: text } of rows) {
          const context: EvaluationContext = JSON.parse(text);
          for (const key of changed) {
            const one = evaluate(before, key, context);
            const other = evaluate(after, key, context);
            if (one.variationKey !== other.variationKey) differences += 1;
          }
        }
        if (rows.length !== USERS || differences === 0)
          throw new Error('the bare evaluations changed nothing');
      },
    },
    { rounds: 6, each: 1 },
  );
}

/** @returns the ids of the events */
async function recordUsers(
  { sql }: Installation,
  projectId: string,
  flagKey: string,
): Promise<readonly string[]> {
  const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));
  const ids = Array.from({ length: USERS }, (_, at) => newId(Date.now() - 3_600_000 + at));
  await sql`
    insert into evaluation_events (event_id, flag_key, environment_id, user_id, variation_key, reason, context, evaluated_at)
    select event.id, ${flagKey}, e.id, 'user-' || event.place, 'on', 'TARGETING_MATCH',
      jsonb_build_object(
        'targetingKey', 'user-' || event.place, 'plan', (array['premium', 'trial', 'basic'])[1 + event.place % 3],
        'country', 'DE', 'age', 20 + event.place % 50
      ), now()
    from unnest(${ids}::uuid[]) with ordinality as event (id, place), environments e
    where e.project_id = ${projectId} and e.key = 'production'`;
  await sql`analyze evaluation_events`;
  return ids;
}

async function readFlagSet({ url, apiToken }: Installation, projectId: string): Promise<FlagSet> {
  const response = await fetch(`${url}/api/projects/${projectId}/environments/production/flag-set`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  if (response.status !== 200) throw new Error(`the flag set answered ${response.status}`);
  const set: FlagSet = JSON.parse(await response.text());
  return set;
}
