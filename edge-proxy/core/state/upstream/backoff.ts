import type { Random } from '../../model/ports.ts';

/** How long to wait before trying again, in milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The pause before the next attempt: doubles with each failure in a row up to a cap, and half of it is
 * random, so that many edges that lost one upstream do not come back in step.
 *
 * @param failures in a row, at least 1
 */
export function backoffDelay(
  failures: number,
  { firstMs, longestMs }: BackoffLimits,
  random: Random,
): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return ceiling / 2 + (ceiling / 2) * random();
}
