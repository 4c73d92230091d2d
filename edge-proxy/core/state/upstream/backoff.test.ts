import { describe, expect, it } from 'vitest';
import { backoffDelay } from './backoff.ts';

const LIMITS = { firstMs: 500, longestMs: 10_000 };

describe('the pause between attempts', () => {
  it('doubles with each failure in a row, up to the cap', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 5_000].map((failures) => backoffDelay(failures, LIMITS, () => 1));
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it('is random in its upper half, so that edges do not return in step', () => {
    expect(backoffDelay(3, LIMITS, () => 0)).toBe(1000);
    expect(backoffDelay(3, LIMITS, () => 0.5)).toBe(1500);
  });
});
