import type { Queryable, Transaction } from '../database/transaction.ts';

/** The largest context, in bytes of JSON, that is read. Edges take none that is larger. */
const MAX_CONTEXT_BYTES = 65_536;
/** The largest context, in bytes of JSON, that is read with the user: 25 MB for 50,000 events. */
const MAX_SMALL_CONTEXT_BYTES = 512;

/** An event, and the user that it names. */
export interface RecordedUser {
  readonly eventId: string;
  /** A hash of the user's key; `null`: the event names no user. */
  readonly userHash: string | null;
  readonly userId: string | null;
  /** JSON; `null` if it is larger than {@link MAX_SMALL_CONTEXT_BYTES}. */
  readonly context: string | null;
}

export interface RecordedContext {
  readonly eventId: string;
  readonly userId: string;
  /** JSON; `null` if it is larger than {@link MAX_CONTEXT_BYTES}. */
  readonly context: string | null;
}

/**
 * Ends each later statement of a transaction after a time, with SQLSTATE 57014, and plans each for its own flag: a flag with few
 * events is not looked for among all of them.
 */
export async function limitStatements(tx: Transaction, milliseconds: number): Promise<void> {
  await tx`
    select set_config('statement_timeout', ${String(milliseconds)}, true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`;
}

/** The time of Postgres, in milliseconds since 1970. */
export async function databaseTime(sql: Queryable): Promise<number> {
  const [row] = await sql<{ ms: number }[]>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
  return row?.ms ?? 0;
}

/** The keys of flags with events in an environment, ascending: one step in the index for each. */
export async function recordedFlagKeys(
  sql: Queryable,
  environmentId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`
    with recursive keys as (
      (
        select flag_key as key from evaluation_events
        where environment_id = ${environmentId} order by flag_key limit 1
      )
      union all
      select (
        select e.flag_key from evaluation_events e
        where e.environment_id = ${environmentId} and e.flag_key > keys.key
        order by e.flag_key limit 1
      )
      from keys where keys.key is not null
    )
    select key from keys where key is not null limit ${limit}`;
  return rows.map(({ key }) => key);
}

/** The newest events of one flag. @param from only events with this id or a higher one */
export async function recordedUsers(
  sql: Queryable,
  flag: { readonly environmentId: string; readonly flagKey: string },
  from: string,
  limit: number,
): Promise<readonly RecordedUser[]> {
  return sql<RecordedUser[]>`
    select event_id as "eventId", md5(user_id) as "userHash", user_id as "userId",
      case when octet_length(context::text) <= ${MAX_SMALL_CONTEXT_BYTES} then context::text end as context
    from evaluation_events
    where environment_id = ${flag.environmentId} and flag_key = ${flag.flagKey} and event_id >= ${from}
    order by event_id desc
    limit ${limit}`;
}

/** The contexts of events that name users, in no order. */
export async function recordedContexts(
  sql: Queryable,
  eventIds: readonly string[],
): Promise<readonly RecordedContext[]> {
  return sql<RecordedContext[]>`
    select event_id as "eventId", user_id as "userId",
      case when octet_length(context::text) <= ${MAX_CONTEXT_BYTES} then context::text end as context
    from evaluation_events
    where event_id = any(${[...eventIds]}::uuid[]) and user_id is not null`;
}
