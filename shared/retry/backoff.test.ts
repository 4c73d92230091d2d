import { describe, expect, it } from 'vitest';
import { backoffDelay, exponentialDelay } from './backoff.ts';

const LIMITS = { baseMs: 500, capMs: 10_000 };

describe('the delay between attempts', () => {
  const failures = [1, 2, 3, 4, 5, 6, 7, 5_000];
  const doubled = [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000];

  it('doubles with each failure in a row, up to the cap', () => {
    expect(failures.map((count) => exponentialDelay(count, LIMITS))).toEqual(doubled);
    expect(failures.map((count) => backoffDelay(count, LIMITS, 1))).toEqual(doubled);
  });

  it('is random in its upper half, so that clients do not return at the same time', () => {
    expect(backoffDelay(3, LIMITS, 0)).toBe(1000);
    expect(backoffDelay(3, LIMITS, 0.5)).toBe(1500);
  });
});
