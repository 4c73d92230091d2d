import { createHmac } from 'node:crypto';

/** The headers of a delivery after the Standard Webhooks specification. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a delivery: HMAC-SHA256 over id, time and body, once with each secret.
 *
 * @param timestamp seconds since 1970
 * @param secrets the bytes of each secret that a receiver may verify with
 */
export function signWebhook(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
  secrets: readonly Uint8Array[],
): WebhookHeaders {
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
