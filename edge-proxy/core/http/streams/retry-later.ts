import { STREAM_HEADERS } from '../../../../shared/streaming/stream-headers.ts';
import type { Answer } from '../../model/answer.ts';
import type { Random } from '../../model/ports.ts';

interface Pause {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** While keys or flags are on their way, which as a rule is a matter of seconds. */
export const NOT_READY_PAUSE: Pause = { leastMs: 2_000, mostMs: 5_000 };
/** Over a limit. The web provider gives up on a stream that has not opened for 30 s, so this is less. */
export const OVER_LIMIT_PAUSE: Pause = { leastMs: 10_000, mostMs: 25_000 };

/**
 * Asks a reader of change notices to reconnect later. An `EventSource` gives up for good on every status but 200,
 * and reconnects after a stream that ends: so this is a stream with nothing but the time until then, which differs
 * from reader to reader, or all would reconnect at once. It holds nothing open, and costs no more than a refusal.
 *
 * @param why one line for people
 */
export function retryLater(why: string, { leastMs, mostMs }: Pause, random: Random): Answer {
  const pause = Math.round(leastMs + random() * (mostMs - leastMs));
  return { status: 200, headers: STREAM_HEADERS, body: `: ${why}\nretry: ${pause}\n\n` };
}
