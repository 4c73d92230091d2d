import { expect, test } from 'vitest';
import { DEFAULT_STEPS, ruleLabel, stepFault, stepsForApi, stepsOf } from './rollout-values.ts';

test('steps become weights and waits of the API, and come back', () => {
  const sent = stepsForApi(DEFAULT_STEPS);
  expect(sent).toEqual([
    { weight: 1_000, waitSeconds: 3_600 },
    { weight: 10_000, waitSeconds: 86_400 },
    { weight: 50_000, waitSeconds: 86_400 },
    { weight: 100_000 },
  ]);
  const back = stepsOf(sent.map(({ weight, waitSeconds = 0 }) => ({ weight, waitSeconds })));
  expect(stepsForApi(back)).toEqual(sent);
});

test('shares must grow and waits must be within their bounds', () => {
  const [first, second] = DEFAULT_STEPS;
  if (first === undefined || second === undefined) throw new Error('there are default steps');
  expect(stepFault(DEFAULT_STEPS)).toBeUndefined();
  expect(stepFault([])).toMatch(/At least one/);
  expect(stepFault([second, first])).toMatch(/more users/);
  expect(stepFault([{ ...first, percent: 0 }])).toMatch(/share/);
  expect(stepFault([{ ...first, percent: Number.NaN }])).toMatch(/share/);
  expect(stepFault([{ ...first, amount: 40, unit: 'days' }, second])).toMatch(/30 days/);
});

test('a rule is named by its place, for whom it is and what it serves', () => {
  expect(ruleLabel({ conditions: [], serve: { variation: 'off' } }, 0)).toBe('Rule 1: everyone → off');
});
