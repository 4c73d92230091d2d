import { expect, test } from 'vitest';
import { operationWords } from './operation-words.ts';
import { operationOfPointer, pointerWords } from './pointer-words.ts';
import { nextWords, shownState } from './state-words.ts';

test.each([
  ['/flags/checkout/environments/production/enabled', 'flag checkout, in production, the switch'],
  ['/operations/1/rule/serve/variation', 'operation 2, rule, what it serves, variation'],
  ['/operations/0/rule/conditions/2/values', 'operation 1, rule, condition 3, values'],
  ['/flags/a~1b/name', 'flag a/b, name'],
  ['', 'the change set'],
])('the pointer %s is "%s" in words', (pointer, words) => {
  expect(pointerWords(pointer)).toBe(words);
});

test('a pointer leads into an operation, or not', () => {
  expect(operationOfPointer('/operations/12/patch')).toBe(12);
  expect(operationOfPointer('/flags/checkout')).toBeUndefined();
});

test('what has a time is scheduled until it is applied', () => {
  const applyAt = '2027-01-31T08:00:00.000Z';
  expect(shownState({ state: 'approved', applyAt })).toBe('scheduled');
  expect(shownState({ state: 'draft', applyAt: null })).toBe('draft');
  expect(shownState({ state: 'applied', applyAt })).toBe('applied');
});

test('a paused rollout says so', () => {
  const changeSet = { state: 'rolling_out', applyAt: null, rolloutState: 'paused' } as const;
  expect(nextWords(changeSet)).toContain('paused');
});

test('operations say where and what', () => {
  expect(
    operationWords({
      kind: 'configuration.update',
      flagKey: 'checkout',
      environmentKey: 'production',
      patch: { enabled: true, defaultValue: false },
    }),
  ).toEqual({ place: 'flag checkout in production', what: 'turn it on, change the default value' });
  expect(operationWords({ kind: 'flag.create', flag: { key: 'fresh', type: 'boolean' } })).toEqual({
    place: 'flag fresh',
    what: 'create it, of type boolean',
  });
});
