import { describe, expect, it } from 'vitest';
import { formatRetryAfter, parseRetryAfter } from './retry-after.ts';

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['5', 5_000],
    [' 5 ', 5_000],
    ['3600', 60_000],
    ['99999999999999999999', 60_000],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ])('%j means a wait of %s ms', (header, delayMs) => expect(parseRetryAfter(header, now)).toBe(delayMs));

  it('is cut to the longest wait that the caller accepts', () => {
    expect(parseRetryAfter('3600', now, 300_000)).toBe(300_000);
  });

  it.each([
    [0, '1'],
    [-5, '1'],
    [1_000, '1'],
    [1_001, '2'],
    [30_000, '30'],
  ])('%s ms is written as %s', (waitMs, text) => expect(formatRetryAfter(waitMs)).toBe(text));
});
