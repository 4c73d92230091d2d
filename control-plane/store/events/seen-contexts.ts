import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Queryable } from '../database/transaction.ts';

/** The newest events of each flag that are read. With one flag, all are of it. */
const EVENTS_PER_FLAG = 20;
const MAX_EVENTS = 2_000;
/** Bytes of JSON of the contexts together. */
const MAX_BYTES = 4_194_304;
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface SampledContexts {
  /** The time after which the events came. */
  readonly since: Date;
  readonly contexts: readonly JsonObject[];
}

/** A sample of the contexts in events of an environment: the newest of one flag, or some of each flag, in random order. */
export async function sampleContexts(
  sql: Queryable,
  projectId: string,
  environmentId: string,
  { days, flagKey }: { readonly days: number; readonly flagKey: string | undefined },
): Promise<SampledContexts> {
  const [time] = await sql<{ ms: number }[]>`
    select floor(extract(epoch from now() - make_interval(days => ${days})) * 1000)::float8 as ms`;
  const ms = time?.ms ?? 0;
  const from = lowestUuidV7(ms);
  const flags =
    flagKey === undefined
      ? sql`(select key from flags where project_id = ${projectId} and deleted_at is null order by random())`
      : sql`(select ${flagKey}::text as key)`;
  // Rows are compared, because only one index has their order. With plain conditions Postgres reads, for each flag without events,
  // all events from the newest one on.
  const rows = await sql<{ context: JsonObject }[]>`
    with sampled as materialized (
      select e.context
      from ${flags} f,
        lateral (
          select context from evaluation_events
          where (environment_id, flag_key, event_id) >= (${environmentId}::uuid, f.key, ${from}::uuid)
            and (environment_id, flag_key, event_id) <= (${environmentId}::uuid, f.key, ${HIGHEST_ID}::uuid)
            and event_id >= ${from}::uuid
          order by environment_id desc, flag_key desc, event_id desc
          limit ${flagKey === undefined ? EVENTS_PER_FLAG : MAX_EVENTS}
        ) e
      limit ${MAX_EVENTS}
    ),
    summed as (select context, sum(octet_length(context::text)) over (rows unbounded preceding) as bytes from sampled)
    select context from summed where bytes <= ${MAX_BYTES}`;
  return { since: new Date(ms), contexts: rows.map(({ context }) => context) };
}
