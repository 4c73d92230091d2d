import { describe, expect, it } from 'vitest';
import { toOutcome } from './attempt-outcome.ts';

const chance = { random: 1, now: Date.parse('2026-11-27T00:00:00Z') };
const outcome = (status: number, retryAfter: string | null = null, attempts = 1) =>
  toOutcome({ kind: 'answered', status, retryAfter }, attempts, chance);
const HOUR_MS = 3_600_000;

describe('the outcome of an attempt', () => {
  it.each([
    [200, true, false],
    [204, true, false],
    [299, true, false],
    [301, false, false],
    [307, false, false],
    [404, false, false],
    [410, false, true],
    [429, false, false],
    [500, false, false],
  ])('of an answer %s: delivered %s, gone %s', (status, isDelivered, isGone) => {
    expect(outcome(status)).toMatchObject({ isDelivered, isGone, status });
  });

  it('waits longer after each failure, up to 6 hours', () => {
    const delays = [1, 2, 3, 10, 13, 14, 40].map((attempts) =>
      Math.round(outcome(500, null, attempts).delayMs),
    );
    expect(delays).toEqual([5_000, 10_000, 20_000, 2_560_000, 20_480_000, 6 * HOUR_MS, 6 * HOUR_MS]);
  });

  it.each([
    ['120', 120_000],
    ['1', 5_000],
    ['999999', 6 * HOUR_MS],
    ['Fri, 27 Nov 2026 00:10:00 GMT', 600_000],
    ['nonsense', 5_000],
  ])('waits as long as Retry-After %j says, within bounds', (retryAfter, delayMs) => {
    expect(Math.round(outcome(503, retryAfter).delayMs)).toBe(delayMs);
  });
});
