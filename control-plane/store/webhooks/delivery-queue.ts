import type { WebhookDeliveryState } from '../../model/webhook.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';

/** Longer than an attempt takes. After that another control plane may try the delivery. */
const LEASE_SECONDS = 30;
/** Due deliveries that are looked at to find some of different endpoints. */
const CONSIDERED = 200;
const EXPIRED_AT_A_TIME = 1_000;

/** A delivery that this control plane alone may try until its lease ends. */
export interface LeasedDelivery {
  readonly id: string;
  readonly lease: string;
  readonly endpointId: string;
  readonly eventId: string;
  /** This one included. */
  readonly attempts: number;
  readonly url: string;
  readonly body: string;
  readonly secret: Buffer;
  /** `null` if there is none that still signs. */
  readonly previousSecret: Buffer | null;
  /** Seconds since 1970, by Postgres' clock. */
  readonly now: number;
}

export interface LeaseRequest {
  readonly limit: number;
  /** Of one endpoint. */
  readonly perEndpoint: number;
  /** Endpoints to leave out. */
  readonly busyEndpointIds: readonly string[];
}

/** Leases due deliveries, the longest due first. Several control planes get different ones. */
export async function leaseDeliveries(
  sql: Queryable,
  { limit, perEndpoint, busyEndpointIds }: LeaseRequest,
): Promise<readonly LeasedDelivery[]> {
  return sql<LeasedDelivery[]>`
    with considered as (
      select d.id, d.endpoint_id, d.due_at, d.sequence
      from webhook_deliveries d
      join webhook_endpoints e on e.id = d.endpoint_id
      join projects p on p.id = e.project_id and p.deleted_at is null
      where d.state = 'pending' and d.due_at <= now() and d.endpoint_id <> all(${[...busyEndpointIds]}::uuid[])
      order by d.due_at
      limit ${CONSIDERED}
    ), ranked as (
      select id, due_at, row_number() over (partition by endpoint_id order by due_at, sequence) as place
      from considered
    ), free as (
      select d.id from webhook_deliveries d
      where d.id in (select id from ranked where place <= ${perEndpoint} order by due_at limit ${limit})
        and d.state = 'pending' and d.due_at <= now()
      for update skip locked
    ), leased as (
      update webhook_deliveries d set
        due_at = now() + make_interval(secs => ${LEASE_SECONDS}), lease = gen_random_uuid(), attempts = d.attempts + 1
      from free where d.id = free.id
      returning d.id, d.lease, d.endpoint_id, d.event_id, d.attempts
    )
    select l.id, l.lease, l.endpoint_id as "endpointId", l.event_id as "eventId", l.attempts, e.url, v.body, e.secret,
      case when e.previous_secret_until > now() then e.previous_secret end as "previousSecret",
      extract(epoch from now())::int as now
    from leased l
    join webhook_endpoints e on e.id = l.endpoint_id
    join webhook_events v on v.id = l.event_id`;
}

/** How an attempt ended. */
export interface AttemptOutcome {
  readonly isDelivered: boolean;
  /** The receiver wants no more of them. */
  readonly isGone: boolean;
  /** Until the next attempt, if there is one. */
  readonly delayMs: number;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: string | null;
}

/** An endpoint is paused after that many failed attempts in a row, if the first of them is that long ago. */
export interface PauseRule {
  readonly failures: number;
  readonly hours: number;
}

export interface RecordedAttempt {
  readonly state: WebhookDeliveryState;
  /** Whether this attempt has paused the endpoint. */
  readonly isPausedNow: boolean;
  /** Whether the endpoint is paused or disabled. */
  readonly isHeld: boolean;
}

/** Ends a lease with the result of the attempt. @returns `undefined` if the lease had ended before */
export async function recordAttempt(
  sql: Queryable,
  { id, lease }: Pick<LeasedDelivery, 'id' | 'lease'>,
  { isDelivered, isGone, delayMs, durationMs, status, error }: AttemptOutcome,
  rule: PauseRule,
): Promise<RecordedAttempt | undefined> {
  const nextAt = sql`now() + make_interval(secs => ${delayMs / 1000}::float8)`;
  const isTooMuch = sql`(
    ${isGone} or (
      e.failures + 1 >= ${rule.failures} and e.failing_since <= now() - make_interval(hours => ${rule.hours})
    )
  )`;
  const pausesNow = sql`not ${isDelivered} and e.paused_at is null and ${isTooMuch}`;
  const [row] = await sql<RecordedAttempt[]>`
    with attempt as (
      update webhook_deliveries set
        state = case
          when ${isDelivered} then 'delivered' when ${isGone} or ${nextAt} >= expires_at then 'failed' else 'pending'
        end,
        due_at = ${nextAt}, lease = null, last_attempt_at = now(), last_duration_ms = ${durationMs},
        last_status = ${status}, last_error = ${error}
      where id = ${id} and lease = ${lease} and state = 'pending'
      returning endpoint_id, state
    ), endpoint as (
      update webhook_endpoints e set
        failures = case when ${isDelivered} then 0 else e.failures + 1 end,
        failing_since = case when ${isDelivered} then null else coalesce(e.failing_since, now()) end,
        paused_at = case when ${pausesNow} then now() else e.paused_at end,
        pause_reason = case when ${pausesNow} then ${isGone ? 'gone' : 'failures'} else e.pause_reason end
      from attempt
      where e.id = attempt.endpoint_id and (not ${isDelivered} or e.failures > 0)
      returning e.paused_at is not null and e.paused_at = now() as paused_now,
        e.paused_at is not null or not e.enabled as held
    )
    select attempt.state, coalesce(endpoint.paused_now, false) as "isPausedNow",
      coalesce(endpoint.held, false) as "isHeld"
    from attempt left join endpoint on true`;
  return row;
}

/** Gives a lease back: the attempt was given up, and does not count. */
export async function returnLease(
  sql: Queryable,
  { id, lease }: Pick<LeasedDelivery, 'id' | 'lease'>,
): Promise<void> {
  await sql`
    update webhook_deliveries set due_at = now(), lease = null, attempts = attempts - 1
    where id = ${id} and lease = ${lease} and state = 'pending'`;
}

/** Ends deliveries whose time is over although they were not tried again: their endpoint is paused or disabled. */
export async function expireDeliveries(sql: Queryable): Promise<number> {
  const { count } = await sql`
    update webhook_deliveries set
      state = 'failed', lease = null, last_error = coalesce(last_error, 'its endpoint was paused or disabled for 3 days')
    where id in (
      select id from webhook_deliveries
      where state = 'pending' and expires_at < now() - interval '5 minutes'
      limit ${EXPIRED_AT_A_TIME}
      for update skip locked
    )`;
  return count;
}

/** How long the delivery that is due longest is due, in seconds; 0 if none is. */
export async function readOldestDueSeconds(sql: Queryable): Promise<number> {
  const rows = await sql<{ seconds: number }[]>`
    select coalesce(extract(epoch from now() - min(due_at)), 0)::float8 as seconds
    from webhook_deliveries where state = 'pending' and due_at <= now()`;
  return singleRow(rows).seconds;
}
