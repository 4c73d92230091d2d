/** How long a caller waits between attempts, in milliseconds. */
export interface BackoffLimits {
  /** After the first failure. */
  readonly baseMs: number;
  /** The longest delay. */
  readonly capMs: number;
}

/** 2^30 times any base is above every cap, and more would overflow. */
const MAX_DOUBLINGS = 30;

/**
 * Exponential backoff without jitter: doubles with each failure up to the cap.
 *
 * @param failures in a row, at least 1
 * @returns milliseconds
 */
export function exponentialDelay(failures: number, { baseMs, capMs }: BackoffLimits): number {
  return Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
}

/**
 * Exponential backoff with equal jitter: half of the delay is random, so that clients that lost one server do not all
 * return at the same time.
 *
 * @param failures in a row, at least 1
 * @param random a number in [0, 1)
 * @returns milliseconds
 */
export function backoffDelay(failures: number, limits: BackoffLimits, random: number): number {
  const ceiling = exponentialDelay(failures, limits);
  return ceiling / 2 + (ceiling / 2) * random;
}
