import { backoffDelay } from '../../shared/retry/backoff.ts';
import { parseRetryAfter } from '../../shared/retry/retry-after.ts';
import type { AttemptOutcome } from '../store/webhooks/delivery-queue.ts';
import type { WebhookAnswer } from './webhook-sender.ts';

/** About 20 attempts in 3 days. */
const BACKOFF = { baseMs: 5_000, capMs: 6 * 60 * 60 * 1000 };
const GONE = 410;

interface Chance {
  /** In [0, 1). */
  readonly random: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * What an answer means for a delivery: only 2xx is success. The receiver may ask for a longer delay than ours, up to 6 hours.
 *
 * @param attempts this one included
 */
export function toOutcome(
  answer: Exclude<WebhookAnswer, { kind: 'aborted' }>,
  attempts: number,
  { random, now }: Chance,
): Omit<AttemptOutcome, 'durationMs'> {
  const ownDelayMs = backoffDelay(attempts, BACKOFF, random);
  if (answer.kind === 'failed') {
    return { isDelivered: false, isGone: false, delayMs: ownDelayMs, status: null, error: answer.reason };
  }
  const { status, retryAfter } = answer;
  const askedMs = parseRetryAfter(retryAfter, now, BACKOFF.capMs) ?? 0;
  const isDelivered = status >= 200 && status < 300;
  return {
    isDelivered,
    isGone: status === GONE,
    delayMs: Math.max(ownDelayMs, askedMs),
    status,
    error: isDelivered ? null : errorOf(status),
  };
}

function errorOf(status: number): string {
  if (status >= 300 && status < 400) return `it answered ${status}, and redirects are not followed`;
  return `it answered ${status}`;
}
