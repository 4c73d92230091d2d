import { WEBHOOK_TEST_TYPE, type WebhookDeliveryState } from '../../model/webhook.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface WebhookDeliveryRow {
  readonly id: string;
  /** Decimal; a later delivery has a larger one. */
  readonly sequence: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  /** When it is tried next; `null`: not before its endpoint is served again, or never. */
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastDurationMs: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

const columns = (sql: Queryable) => sql`
  d.id, d.sequence::text, d.event_id as "eventId", v.type as "eventType", d.state, d.attempts,
  case when d.state = 'pending' and d.due_at < 'infinity' then d.due_at end as "nextAttemptAt",
  d.created_at as "createdAt", d.last_attempt_at as "lastAttemptAt", d.last_duration_ms as "lastDurationMs",
  d.last_status as "lastStatus", d.last_error as "lastError"`;

interface DeliveryQuery {
  readonly endpointId: string;
  readonly limit: number;
  /** Only deliveries with a lower `sequence`. */
  readonly before?: string | undefined;
  readonly state?: WebhookDeliveryState | undefined;
}

/** Newest deliveries first. */
export async function listWebhookDeliveries(
  sql: Queryable,
  { endpointId, limit, before, state }: DeliveryQuery,
): Promise<readonly WebhookDeliveryRow[]> {
  return sql<WebhookDeliveryRow[]>`
    select ${columns(sql)} from webhook_deliveries d join webhook_events v on v.id = d.event_id
    where d.endpoint_id = ${endpointId}
      ${before === undefined ? sql`` : sql`and d.sequence < ${before}::bigint`}
      ${state === undefined ? sql`` : sql`and d.state = ${state}`}
    order by d.sequence desc
    limit ${limit}`;
}

/** A delivery with what was, or is to be, sent. */
export async function findWebhookDelivery(
  sql: Queryable,
  endpointId: string,
  id: string,
): Promise<(WebhookDeliveryRow & { readonly body: string }) | undefined> {
  const [row] = await sql<(WebhookDeliveryRow & { body: string })[]>`
    select ${columns(sql)}, v.body from webhook_deliveries d join webhook_events v on v.id = d.event_id
    where d.endpoint_id = ${endpointId} and d.id = ${id}`;
  return row;
}

/** Sends an event of a delivery once more, as a delivery of its own. @returns its id */
export async function insertRedelivery(tx: Transaction, deliveryId: string): Promise<string> {
  const rows = await tx<{ id: string }[]>`
    insert into webhook_deliveries (endpoint_id, event_id)
    select endpoint_id, event_id from webhook_deliveries where id = ${deliveryId}
    returning id`;
  return singleRow(rows).id;
}

/** Sends an event to one endpoint, which is tried once. @returns the id of the delivery */
export async function insertTestDelivery(
  tx: Transaction,
  { projectId, endpointId, body }: { projectId: string; endpointId: string; body: string },
): Promise<string> {
  const rows = await tx<{ id: string }[]>`
    with event as (
      insert into webhook_events (project_id, type, body) values (${projectId}, ${WEBHOOK_TEST_TYPE}, ${body})
      returning id
    )
    insert into webhook_deliveries (endpoint_id, event_id, expires_at)
    select ${endpointId}, id, now() from event
    returning id`;
  return singleRow(rows).id;
}

/** Holds back what is pending while an endpoint is paused or disabled. Attempts that run end. */
export async function holdDeliveries(sql: Queryable, endpointId: string): Promise<void> {
  await sql`
    update webhook_deliveries set due_at = 'infinity'
    where endpoint_id = ${endpointId} and state = 'pending' and lease is null and due_at < 'infinity'`;
}

/** Makes due what was held back. */
export async function releaseDeliveries(sql: Queryable, endpointId: string): Promise<void> {
  await sql`
    update webhook_deliveries set due_at = now()
    where endpoint_id = ${endpointId} and state = 'pending' and due_at = 'infinity'`;
}
