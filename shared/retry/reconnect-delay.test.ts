import { describe, expect, it } from 'vitest';
import { reconnectDelay, rejectedDelay } from './reconnect-delay.ts';

const LIMITS = { baseMs: 1_000, capMs: 10_000 };
const failing = (failures: number, { retryAfterMs = 0, random = 0.5 } = {}) => ({
  failures,
  retryAfterMs,
  random,
});

describe('the delay before a reconnect after an outage', () => {
  it('doubles with each failure up to the cap', () => {
    const delays = [1, 2, 3, 4, 5, 6].map((failures) => reconnectDelay(failing(failures), LIMITS));
    expect(delays).toEqual([750, 1_500, 3_000, 6_000, 7_500, 7_500]);
  });

  it('is what Retry-After asks for, plus up to one base of jitter', () => {
    expect(reconnectDelay(failing(1, { retryAfterMs: 20_000, random: 0 }), LIMITS)).toBe(20_000);
    expect(reconnectDelay(failing(1, { retryAfterMs: 20_000 }), LIMITS)).toBe(20_500);
  });

  it('stays the backoff if Retry-After asks for less', () => {
    expect(reconnectDelay(failing(5, { retryAfterMs: 1 }), LIMITS)).toBe(7_500);
  });

  it('may be above the cap if the base is, as a server asks with `retry:`', () => {
    expect(reconnectDelay(failing(3), { baseMs: 60_000, capMs: 10_000 })).toBe(45_000);
  });
});

describe('the delay before a reconnect after a rejection', () => {
  it('is the backoff, or Retry-After if that is longer', () => {
    expect(rejectedDelay(failing(2), LIMITS)).toBe(1_500);
    expect(rejectedDelay(failing(2, { retryAfterMs: 20_000 }), LIMITS)).toBe(20_000);
    expect(rejectedDelay(failing(2, { retryAfterMs: 1_499 }), LIMITS)).toBe(1_500);
  });
});
