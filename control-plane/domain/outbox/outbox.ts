import type { WebhookEventType } from '../../model/webhook.ts';
import { insertWebhookEvent, readListening } from '../../store/webhooks/outbox.ts';
import type { Change } from '../change/change.ts';
import { authorOf, webhookBody } from './webhook-payload.ts';

/**
 * Writes an event of a locked project in the transaction of its change, if an endpoint wants it.
 *
 * @param data what the event says besides project and author
 */
export async function writeEvent(
  { tx, caller }: Pick<Change, 'tx' | 'caller'>,
  projectId: string,
  type: WebhookEventType,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { at, isListenedTo } = await readListening(tx, projectId, type);
  if (!isListenedTo) return;
  const body = webhookBody(type, at, { projectId, author: authorOf(caller), ...data });
  await insertWebhookEvent(tx, { projectId, type, body });
}
