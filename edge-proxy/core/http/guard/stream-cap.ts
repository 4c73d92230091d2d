import { type Answer, errorAnswer } from '../../model/answer.ts';

/** Streams end by being closed, not by time: whoever is over the limit should not come back at once. */
const RETRY_SECONDS = 30;

/** What refuses one more stream of a key that has so many open; `undefined` where it may have one more. */
export function refuseStream(open: number, maxStreamsPerKey: number): Answer | undefined {
  if (open < maxStreamsPerKey) return undefined;
  return errorAnswer(
    'TOO_MANY_REQUESTS',
    `This key has ${open} streams open here, which is the most it may have; close some first.`,
    { 'retry-after': String(RETRY_SECONDS) },
  );
}
