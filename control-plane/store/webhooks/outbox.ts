import type { WebhookEventType } from '../../model/webhook.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface WebhookEvent {
  readonly projectId: string;
  readonly type: WebhookEventType;
  /** Exactly what is sent. */
  readonly body: string;
}

const listensTo = (sql: Queryable, projectId: string, type: WebhookEventType) => sql`
  project_id = ${projectId} and enabled and paused_at is null
  and (event_types = '{}' or ${type} = any(event_types))`;

/** Whether an endpoint of the project wants events of this type, as an expression. */
export const isListenedTo = (sql: Queryable, projectId: string, type: WebhookEventType) => sql`
  exists (select from webhook_endpoints where ${listensTo(sql, projectId, type)})`;

/** The time of the transaction, and whether an endpoint wants events of this type. */
export async function readListening(
  tx: Transaction,
  projectId: string,
  type: WebhookEventType,
): Promise<{ readonly at: Date; readonly isListenedTo: boolean }> {
  const rows = await tx<{ at: Date; isListenedTo: boolean }[]>`
    select now() as at, ${isListenedTo(tx, projectId, type)} as "isListenedTo"`;
  return singleRow(rows);
}

/** Writes an event with one delivery for each endpoint that wants it. Without such an endpoint nothing is written. */
export async function insertWebhookEvent(
  tx: Transaction,
  { projectId, type, body }: WebhookEvent,
): Promise<void> {
  await tx`
    with listening as (
      select id from webhook_endpoints where ${listensTo(tx, projectId, type)}
    ), event as (
      insert into webhook_events (project_id, type, body)
      select ${projectId}, ${type}, ${body} where exists (select from listening)
      returning id
    )
    insert into webhook_deliveries (endpoint_id, event_id)
    select listening.id, event.id from listening, event`;
}
