import { type Failure, failWith } from '../../model/failure.ts';

/** Streams end by being closed, not by time: a client over the limit should not retry at once. */
const RETRY_SECONDS = 30;

/** What refuses one more stream of a key that has so many open; `undefined` if it may have one more. */
export function refuseStream(open: number, maxStreamsPerKey: number): Failure | undefined {
  if (open < maxStreamsPerKey) return undefined;
  return failWith(
    'TOO_MANY_REQUESTS',
    `This key has ${open} streams open here, which is the most it may have; close some first.`,
    { 'retry-after': String(RETRY_SECONDS) },
  );
}
