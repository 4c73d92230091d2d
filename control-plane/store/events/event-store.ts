import postgres from 'postgres';
import type { EvaluationEvent } from '../../../shared/events/evaluation-event.ts';
import { type Database, errorCode } from '../database/database.ts';

const ATTEMPTS = 4;

/** The result of storing a batch. The sum is the number of events in the batch. */
export interface StoreOutcome {
  readonly stored: number;
  /** Already stored under the same id. */
  readonly deduplicated: number;
  /** Not stored, because the environment does not exist or is deleted. */
  readonly environmentUnknown: number;
}

interface Counts {
  readonly given: number;
  readonly known: number;
  readonly stored: number;
}

/**
 * Stores events and adds the new ones to the hourly roll-ups, in one statement and so in one transaction.
 *
 * An event whose id is already stored changes nothing. `flag_id` is the id of the project's live flag with this key.
 * Events are inserted by ascending id and counted by ascending key, so that consumers that store the same events at the
 * same time wait for each other instead of deadlocking.
 */
export async function storeEvents(sql: Database, events: readonly EvaluationEvent[]): Promise<StoreOutcome> {
  if (events.length === 0) return { stored: 0, deduplicated: 0, environmentUnknown: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store(sql, events);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isTransient(error)) throw error;
    }
  }
}

async function store(sql: Database, events: readonly EvaluationEvent[]): Promise<StoreOutcome> {
  const [counts] = await sql<Counts[]>`
    with given as (
      select * from jsonb_to_recordset(${sql.json(events.map(toJson))}) as event (
        "id" uuid, "environmentId" uuid, "flagKey" text, "userId" text, "variationKey" text,
        "reason" text, "context" jsonb, "evaluatedAt" timestamptz
      )
    ),
    known as (
      select given.*, f.id as "flagId"
      from given
      join environments e on e.id = given."environmentId" and e.deleted_at is null
      left join flags f
        on f.project_id = e.project_id and f.key = given."flagKey" and f.deleted_at is null
    ),
    stored as (
      insert into evaluation_events
        (event_id, flag_id, flag_key, environment_id, user_id, variation_key, reason, context, evaluated_at)
      select "id", "flagId", "flagKey", "environmentId", "userId", "variationKey", "reason", "context", "evaluatedAt"
      from known
      order by "id"
      on conflict (event_id) do nothing
      returning environment_id, flag_key, variation_key, reason, evaluated_at
    ),
    counted as (
      insert into evaluation_rollups (environment_id, flag_key, variation_key, reason, hour, evaluations)
      select environment_id, flag_key, coalesce(variation_key, ''), reason,
        date_trunc('hour', evaluated_at, 'UTC') as hour, count(*)
      from stored
      group by 1, 2, 3, 4, 5
      order by 1, 2, 5, 3, 4
      on conflict (environment_id, flag_key, hour, variation_key, reason)
        do update set evaluations = evaluation_rollups.evaluations + excluded.evaluations
    )
    select
      (select count(*)::int from given) as given,
      (select count(*)::int from known) as known,
      (select count(*)::int from stored) as stored`;
  if (counts === undefined) throw new Error('a query that always returns a row returned none');
  const { given, known, stored } = counts;
  return { stored, deduplicated: known - stored, environmentUnknown: given - known };
}

/**
 * Whether an error means that an event cannot be stored (SQLSTATE class 22: data, class 23: constraints), not that
 * Postgres is failing.
 */
export function isEventFault(error: unknown): boolean {
  return /^2[23]/.test(errorCode(error) ?? '') && !isTransient(error);
}

/** Whether an immediate retry may succeed: after a deadlock, or if a partition was created at the same time. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof postgres.PostgresError)) return false;
  const { code, constraint_name } = error;
  // A row was inserted into the default partition while its own partition was attached: a check without a name.
  const partitionMoved = code === '23514' && !constraint_name;
  return code === '40P01' || code === '40001' || partitionMoved;
}

/** Copies an event, because the driver's type for JSON has no read-only members. */
function toJson(event: EvaluationEvent) {
  return { ...event, context: { ...event.context } };
}
