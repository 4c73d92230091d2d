import { expect, test } from 'vitest';
import { formatSummary, summarise } from './summary.ts';

test('percentiles are measured values', () => {
  const durations = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarise(durations)).toEqual({ count: 200, p50: 100, p99: 198, max: 200 });
  expect(summarise([7])).toEqual({ count: 1, p50: 7, p99: 7, max: 7 });
});

test('without a measurement there is no summary', () => {
  expect(() => summarise([])).toThrow('nothing was measured');
});

test('a line names the scenario and its figures', () => {
  expect(formatSummary('with Redis', { count: 200, p50: 1.25, p99: 10, max: 12.34 })).toMatch(
    /^with Redis +200 +1\.3 ms +10\.0 ms +12\.3 ms$/,
  );
});
