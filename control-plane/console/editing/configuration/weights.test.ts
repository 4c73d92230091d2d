import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ROLLOUT_TOTAL } from '../../../../shared/model/flag-set.ts';
import { equalShares, sharesOfAll, sumOfWeights, weightOf, withWeight } from './weights.ts';

const shares = (...weights: number[]) => weights.map((weight, index) => ({ variation: `v${index}`, weight }));
const weightsOf = (list: readonly { weight: number }[]) => list.map(({ weight }) => weight);

it.each([
  ['takes from the last', shares(0, 100_000), 0, 10_000, [10_000, 90_000]],
  [
    'takes from the one before if the last has too little',
    shares(20_000, 70_000, 10_000),
    0,
    50_000,
    [50_000, 50_000, 0],
  ],
  ['gives the rest to the last', shares(50_000, 30_000, 20_000), 0, 40_000, [40_000, 30_000, 30_000]],
  [
    'changes the one before if the last is set',
    shares(50_000, 50_000, 0),
    2,
    20_000,
    [50_000, 30_000, 20_000],
  ],
  ['keeps a single share at 100 %', shares(100_000), 0, 10, [100_000]],
  ['mends a sum that was wrong', shares(10, 10), 0, 20_000, [20_000, 80_000]],
])('setting a weight %s', (_, list, index, weight, expected) => {
  expect(weightsOf(withWeight(list, index, weight))).toEqual(expected);
});

it('exact shares can be entered from the first to the last', () => {
  let list: readonly { variation: string; weight: number }[] = shares(100_000, 0, 0);
  list = withWeight(list, 0, 33_333);
  list = withWeight(list, 1, 33_333);
  expect(weightsOf(list)).toEqual([33_333, 33_333, 33_334]);
});

it('the sum is always 100 %, and no share is negative', () => {
  const steps = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: -10, max: 120_000 })), { maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (count, changes) => {
      let list = equalShares(Array.from({ length: count }, (_, index) => `v${index}`));
      for (const [index, weight] of changes) list = withWeight(list, index % count, weight);
      expect(sumOfWeights(list)).toBe(ROLLOUT_TOTAL);
      expect(Math.min(...weightsOf(list))).toBeGreaterThanOrEqual(0);
    }),
  );
});

it.each([
  [10, 10_000],
  [33.333, 33_333],
  [0.001, 1],
  [101, 100_000],
  [-1, 0],
])('%d %% is the weight %d', (percent, weight) => {
  expect(weightOf(percent)).toBe(weight);
});

it('variations that a rollout does not name have a share of 0, and unknown ones stay', () => {
  expect(sharesOfAll([{ variation: 'gone', weight: 100_000 }], ['on'])).toEqual([
    { variation: 'gone', weight: 100_000 },
    { variation: 'on', weight: 0 },
  ]);
});
