import type { WebhookEventType, WebhookPauseReason } from '../../model/webhook.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** What an admin sets. */
export interface WebhookFields {
  readonly url: string;
  readonly description: string;
  /** Empty: every type. */
  readonly eventTypes: readonly WebhookEventType[];
  readonly enabled: boolean;
}

export interface WebhookEndpointRow extends WebhookFields {
  readonly id: string;
  readonly pausedAt: Date | null;
  readonly pauseReason: WebhookPauseReason | null;
  /** Failed attempts in a row. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Until when the secret before the last rotation signs, too. */
  readonly previousSecretUntil: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, url, description, event_types as "eventTypes", enabled, paused_at as "pausedAt", pause_reason as "pauseReason",
  failures, failing_since as "failingSince",
  case when previous_secret_until > now() then previous_secret_until end as "previousSecretUntil",
  created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt"`;

/** Endpoints by id. @param after the id of the last one of the previous page */
export async function listWebhookEndpoints(
  sql: Queryable,
  projectId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly WebhookEndpointRow[]> {
  return sql<WebhookEndpointRow[]>`
    select ${columns(sql)} from webhook_endpoints
    where project_id = ${projectId} ${after === undefined ? sql`` : sql`and id > ${after}`}
    order by id
    limit ${limit}`;
}

export async function findWebhookEndpoint(
  sql: Queryable,
  projectId: string,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  const [row] = await sql<WebhookEndpointRow[]>`
    select ${columns(sql)} from webhook_endpoints where project_id = ${projectId} and id = ${id}`;
  return row;
}

export async function countWebhookEndpoints(tx: Transaction, projectId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from webhook_endpoints where project_id = ${projectId}`;
  return row?.count ?? 0;
}

interface NewEndpoint extends WebhookFields {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly sealedSecret: Buffer;
}

export async function insertWebhookEndpoint(
  tx: Transaction,
  endpoint: NewEndpoint,
): Promise<WebhookEndpointRow> {
  const { id, projectId, userId, url, description, eventTypes, enabled, sealedSecret } = endpoint;
  const rows = await tx<WebhookEndpointRow[]>`
    insert into webhook_endpoints (id, project_id, url, description, event_types, enabled, secret, created_by)
    values (
      ${id}, ${projectId}, ${url}, ${description}, ${[...eventTypes]}::text[], ${enabled}, ${sealedSecret}, ${userId}
    )
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** A new URL starts without failures. */
export async function updateWebhookEndpoint(
  tx: Transaction,
  id: string,
  { url, description, eventTypes, enabled }: WebhookFields,
): Promise<WebhookEndpointRow> {
  const rows = await tx<WebhookEndpointRow[]>`
    update webhook_endpoints set
      url = ${url}, description = ${description}, event_types = ${[...eventTypes]}::text[], enabled = ${enabled},
      failures = case when url = ${url} then failures else 0 end,
      failing_since = case when url = ${url} then failing_since end,
      updated_at = now()
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Replaces the secret. The one before signs, too, for that many hours. */
export async function replaceWebhookSecret(
  tx: Transaction,
  id: string,
  sealedSecret: Buffer,
  overlapHours: number,
): Promise<WebhookEndpointRow> {
  const rows = await tx<WebhookEndpointRow[]>`
    update webhook_endpoints set
      previous_secret = case when ${overlapHours} > 0 then secret end,
      previous_secret_until = case when ${overlapHours} > 0 then now() + make_interval(hours => ${overlapHours}) end,
      secret = ${sealedSecret}, updated_at = now()
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function resumeWebhookEndpoint(tx: Transaction, id: string): Promise<WebhookEndpointRow> {
  const rows = await tx<WebhookEndpointRow[]>`
    update webhook_endpoints set
      paused_at = null, pause_reason = null, failures = 0, failing_since = null, updated_at = now()
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Deletes an endpoint with its deliveries. */
export async function deleteWebhookEndpoint(tx: Transaction, id: string): Promise<void> {
  await tx`delete from webhook_endpoints where id = ${id}`;
}
