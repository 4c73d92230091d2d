import { RequestError } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import { WEBHOOK_TEST_TYPE, type WebhookDeliveryState } from '../../model/webhook.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import {
  findWebhookDelivery,
  insertRedelivery,
  insertTestDelivery,
  listWebhookDeliveries,
  type WebhookDeliveryRow,
} from '../../store/webhooks/webhook-deliveries.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { orNotFound, requireProject } from '../change/or-not-found.ts';
import { authorOf, webhookBody } from '../outbox/webhook-payload.ts';
import { type Page, readPage } from '../page.ts';
import { lockWebhook, requireWebhook, type WebhookPath, webhookResource } from './webhook-endpoints.ts';

export type { WebhookDeliveryRow } from '../../store/webhooks/webhook-deliveries.ts';

/** A delivery with what was, or is to be, sent. */
export type DeliveryWithBody = WebhookDeliveryRow & { readonly body: string };

interface DeliveryFilter {
  readonly limit: number;
  readonly before?: string | undefined;
  readonly state?: WebhookDeliveryState | undefined;
}

/** The log of an endpoint's deliveries. */
export function createWebhookDeliveries(deps: DomainDeps) {
  const { sql } = deps;
  return {
    /** Newest first. */
    list: async (path: WebhookPath, filter: DeliveryFilter): Promise<Page<WebhookDeliveryRow>> => {
      await requireProject(sql, path.projectId);
      const { id: endpointId } = await requireWebhook(sql, path);
      const read = (limit: number) => listWebhookDeliveries(sql, { ...filter, endpointId, limit });
      return readPage(filter.limit, read, (delivery) => delivery.sequence);
    },

    get: async (path: WebhookPath, deliveryId: string): Promise<DeliveryWithBody> => {
      await requireProject(sql, path.projectId);
      await requireWebhook(sql, path);
      return requireDelivery(sql, path, deliveryId);
    },

    /** Sends a test event, once, also to an endpoint that is paused or disabled. */
    test: (caller: Caller, path: WebhookPath): Promise<DeliveryWithBody> =>
      runChange(deps, caller, async (change) => {
        const { id: endpointId } = await lockWebhook(change, path);
        const { projectId } = path;
        const data = { projectId, webhookId: endpointId, author: authorOf(caller) };
        const body = webhookBody(WEBHOOK_TEST_TYPE, new Date(deps.now()), data);
        const id = await insertTestDelivery(change.tx, { projectId, endpointId, body });
        change.audit('update', webhookResource(path), { newValue: { isTested: true } });
        return requireDelivery(change.tx, path, id);
      }),

    /** Sends the event of a delivery once more, under the same id. */
    redeliver: (caller: Caller, path: WebhookPath, deliveryId: string): Promise<DeliveryWithBody> =>
      runChange(deps, caller, async (change) => {
        const { enabled, pausedAt } = await lockWebhook(change, path);
        const { state, eventId } = await requireDelivery(change.tx, path, deliveryId);
        if (state === 'pending') throw new RequestError('CONFLICT', 'The delivery is pending already.');
        if (!enabled || pausedAt !== null) {
          throw new RequestError('CONFLICT', 'The webhook is paused or disabled. Resume or enable it first.');
        }
        const id = await insertRedelivery(change.tx, deliveryId);
        change.audit('update', webhookResource(path), { newValue: { redeliveredEventId: eventId } });
        return requireDelivery(change.tx, path, id);
      }),
  };
}

function requireDelivery(
  sql: Queryable,
  { webhookId }: WebhookPath,
  deliveryId: string,
): Promise<DeliveryWithBody> {
  return orNotFound(
    findWebhookDelivery(sql, webhookId, deliveryId),
    `delivery ${deliveryId} of this webhook`,
  );
}
