import { expect, test } from 'vitest';
import { durationIn, durationWords, secondsOf } from './durations.ts';

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [5_400, '1 hour 30 minutes'],
  [86_400, '1 day'],
  [90_061, '1 day 1 hour'],
])('%d seconds are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

test('a wait keeps its length in its largest whole unit', () => {
  expect(durationIn(5_400)).toEqual({ amount: 90, unit: 'minutes' });
  const { amount, unit } = durationIn(86_400);
  expect(secondsOf(amount, unit)).toBe(86_400);
});
