import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLLOUT_TOTAL, type Serve } from '../../../shared/model/flag-set.ts';
import { decide } from '../../../test/support/evaluation/decide.ts';
import { flag, rule } from '../../../test/support/flags.ts';
import { serveWithShare, shareOfVariation } from './rollout-serve.ts';

const KEYS = ['a', 'b', 'c', 'd'];
const variations = KEYS.map((key) => ({ key, value: key }));

/** Weights that sum to the total, made of cuts between them. */
const weights = fc
  .array(fc.integer({ min: 0, max: ROLLOUT_TOTAL }), { minLength: 3, maxLength: 3 })
  .map((cuts) => {
    const ends = [...cuts.sort((left, right) => left - right), ROLLOUT_TOTAL];
    return ends.map((end, index) => end - (ends[index - 1] ?? 0));
  });

const rollouts: fc.Arbitrary<Serve> = fc
  .tuple(
    weights,
    fc.shuffledSubarray(KEYS, { minLength: 4 }),
    fc.option(fc.constantFrom('one', 'other'), { nil: undefined }),
  )
  .map(([shares, keys, seed]) => ({
    rollout: {
      variations: keys.map((variation, index) => ({ variation, weight: shares[index] ?? 0 })),
      ...(seed === undefined ? {} : { seed }),
    },
  }));

/** What a rule serves, and ascending shares of "a", each larger than its share now. */
const plans = fc
  .tuple(fc.oneof(rollouts, fc.constantFrom<Serve>({ variation: 'b' })), fc.array(fc.nat(), { maxLength: 6 }))
  .map(([base, numbers]) => {
    const now = shareOfVariation(base, 'a');
    const larger = numbers.map((number) => now + 1 + (number % Math.max(1, ROLLOUT_TOTAL - now)));
    const shares = [...new Set(larger.filter((share) => share <= ROLLOUT_TOTAL))];
    return { base, shares: shares.sort((left, right) => left - right) };
  })
  .filter(({ base }) => shareOfVariation(base, 'a') < ROLLOUT_TOTAL);

const bounds = (serve: Serve): readonly [number, number] => {
  const shares = 'rollout' in serve ? serve.rollout.variations : [];
  const place = shares.findIndex(({ variation }) => variation === 'a');
  if (place < 0) return [0, 0];
  const start = shares.slice(0, place).reduce((sum, { weight }) => sum + weight, 0);
  return [start, start + (shares[place]?.weight ?? 0)];
};

describe('a larger share of a variation', () => {
  it('keeps the sum, the order, the seed and the attribute; each weight is an integer that is not negative', () => {
    fc.assert(
      fc.property(plans, ({ base, shares }) => {
        for (const share of shares) {
          const serve = serveWithShare(base, 'a', share);
          if (!('rollout' in serve)) throw new Error('must be a rollout');
          const { variations: served, ...rest } = serve.rollout;
          expect(served.every(({ weight }) => Number.isInteger(weight) && weight >= 0)).toBe(true);
          expect(served.reduce((sum, { weight }) => sum + weight, 0)).toBe(ROLLOUT_TOTAL);
          expect(shareOfVariation(serve, 'a')).toBe(share);
          if (!('rollout' in base)) return;
          const { variations: before, ...restBefore } = base.rollout;
          expect(rest).toEqual(restBefore);
          expect(served.map(({ variation }) => variation)).toEqual(before.map(({ variation }) => variation));
        }
      }),
    );
  });

  it('holds every bucket of a smaller one: who has the variation at one step has it at the next', () => {
    fc.assert(
      fc.property(plans, ({ base, shares }) => {
        let [start, end] = bounds(base);
        for (const share of shares) {
          const [from, to] = bounds(serveWithShare(base, 'a', share));
          if (end > start) {
            expect(from).toBeLessThanOrEqual(start);
            expect(to).toBeGreaterThanOrEqual(end);
          }
          [start, end] = [from, to];
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is what the production evaluator serves: no user loses the variation', () => {
    const users = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const holders = (serve: Serve) =>
      users.filter(
        (targetingKey) =>
          decide(flag({ variations, type: 'string', rules: [rule([], serve)] }), { targetingKey })
            .variationKey === 'a',
      );
    fc.assert(
      fc.property(plans, ({ base, shares }) => {
        let before = holders(base);
        for (const share of shares) {
          const after = holders(serveWithShare(base, 'a', share));
          expect(after).toEqual(expect.arrayContaining(before));
          before = after;
        }
        if (shares.at(-1) === ROLLOUT_TOTAL) expect(before).toEqual(users);
      }),
      { numRuns: 50 },
    );
  });

  it('of one variation against one other, in place of a rule that serves only the other', () => {
    expect(serveWithShare({ variation: 'off' }, 'on', 10_000)).toEqual({
      rollout: {
        variations: [
          { variation: 'on', weight: 10_000 },
          { variation: 'off', weight: 90_000 },
        ],
      },
    });
  });
});
