import { Client, type Dispatcher } from 'undici';
import {
  type AddressGuard,
  guardedConnector,
  RefusedAddressError,
  type ResolveName,
} from './address-guard.ts';
import type { WebhookHeaders } from './webhook-signature.ts';

/** From the first packet until the answer is read. */
const EXCHANGE_MS = 10_000;
/** Bytes of an answer that are read; the rest is cut off. */
const MAX_ANSWER_BYTES = 65_536;
const MAX_HEADER_BYTES = 16_384;

export interface WebhookRequest {
  readonly url: string;
  readonly headers: WebhookHeaders;
  readonly body: string;
}

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The caller has given up. */
  | { readonly kind: 'aborted' };

/** Sends one request. Never rejects. */
export type SendWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookAnswer>;

/**
 * Sends requests to allowed addresses only, each on a connection of its own. Follows no redirect, uses no proxy, and reads
 * nothing of an answer but its status and `Retry-After`.
 *
 * @param resolve replaces the resolver of the system, for tests
 */
export function createWebhookSender(guard: AddressGuard, resolve?: ResolveName): SendWebhook {
  const connect = guardedConnector(guard, resolve);
  return async (request, signal) => {
    const deadline = AbortSignal.timeout(EXCHANGE_MS);
    const { origin } = new URL(request.url);
    const client = new Client(origin, {
      connect,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: EXCHANGE_MS,
      bodyTimeout: EXCHANGE_MS,
    });
    try {
      const answer = await post(client, request, AbortSignal.any([signal, deadline]));
      await readBounded(answer.body);
      return { kind: 'answered', status: answer.statusCode, retryAfter: retryAfterOf(answer) };
    } catch (error) {
      if (signal.aborted) return { kind: 'aborted' };
      return {
        kind: 'failed',
        reason: deadline.aborted ? `no answer within ${EXCHANGE_MS / 1000} s` : reasonOf(error),
      };
    } finally {
      await client.destroy();
    }
  };
}

function post(
  client: Client,
  { url, headers, body }: WebhookRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { pathname, search } = new URL(url);
  return client.request({
    method: 'POST',
    path: `${pathname}${search}`,
    headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Solid-Fortnight-Webhooks' },
    body,
    signal,
  });
}

/** Reads an answer up to its bounds in bytes and time, so that a receiver that sends a short one sees no reset. */
async function readBounded(body: AsyncIterable<Uint8Array>): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) return;
    }
  } catch {
    // The status has arrived, and says whether the receiver has taken the delivery.
  }
}

function retryAfterOf({ headers }: Dispatcher.ResponseData): string | null {
  const header = headers['retry-after'];
  return typeof header === 'string' ? header : null;
}

/** What an admin may read: an error code, or that the address is refused. */
function reasonOf(error: unknown): string {
  if (error instanceof RefusedAddressError) return error.message;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return `the exchange failed: ${error.code}`;
  }
  return 'the exchange failed';
}
