import { describe, expect, it } from 'vitest';
import { condition, flag, flagSet, inSegment, rollout, rule, segment } from '../../test/support/flags.ts';
import { compileFlagSet, type EvaluationContext, type Explanation, explain } from './index.ts';

const beta = segment('beta', {
  included: ['u-1'],
  excluded: ['u-2'],
  rules: [{ conditions: [condition('plan', 'eq', 'pro')] }],
});
const asked = flag({
  key: 'asked',
  prerequisites: [{ flagKey: 'required', variations: ['on'] }],
  rules: [
    rule([condition('age', 'gte', 18), inSegment('beta', 'ghost')], { variation: 'on' }, 1),
    rule([condition('plan', 'neq', 'free')], rollout(25_000, { seed: 's' }), 2),
    rule([], { variation: 'off' }, 3),
  ],
});
const required = flag({ key: 'required', rules: [rule([condition('blocked', 'not_exists')])] });

function why(context: EvaluationContext, flags = [asked, required]): Explanation {
  return explain(compileFlagSet(flagSet(flags, [beta])), 'asked', context);
}

describe('An explanation', () => {
  it('contains each rule up to the one that matched, with each of their conditions', () => {
    const { resolution, rules } = why({ targetingKey: 'u-1', age: 20, plan: 'free' });
    expect(resolution).toMatchObject({ variationKey: 'on', reason: 'TARGETING_MATCH' });
    expect(rules.map(({ priority, status }) => [priority, status])).toEqual([
      [1, 'matched'],
      [2, 'not reached'],
      [3, 'not reached'],
    ]);
    expect(rules[0]?.conditions.map(({ actual, comparison, holds }) => [actual, comparison, holds])).toEqual([
      [20, 'compared', true],
      [null, 'compared', true],
    ]);
  });

  it('distinguishes an absent attribute from one of a type that the operator does not take', () => {
    const comparisons = (context: EvaluationContext) => why(context).rules[0]?.conditions[0]?.comparison;
    expect(comparisons({})).toBe('absent');
    expect(comparisons({ age: '20' })).toBe('type mismatch');
    expect(comparisons({ age: ['20'] })).toBe('compared');
  });

  it('contains whether the context belongs to each segment, and why', () => {
    const stands = (context: EvaluationContext) =>
      why(context).rules[0]?.conditions[1]?.segments.map(({ segmentKey, member, reason }) => [
        segmentKey,
        member,
        reason,
      ]);
    expect(stands({ targetingKey: 'u-1' })?.[0]).toEqual(['beta', true, 'included']);
    expect(stands({ targetingKey: 'u-2', plan: 'pro' })?.[0]).toEqual(['beta', false, 'excluded']);
    expect(stands({ plan: 'pro' })?.[0]).toEqual(['beta', true, 'a rule holds']);
    expect(stands({})?.[0]).toEqual(['beta', false, 'no rule holds']);
    expect(stands({})?.[1]).toEqual(['ghost', false, 'missing']);
  });

  it('contains the bucket of a rollout and the text that was hashed', () => {
    const { resolution, rules } = why({ targetingKey: 'u-7', plan: 'pro' });
    expect(resolution.reason).toBe('SPLIT');
    expect(rules[1]?.rollout).toMatchObject({ bucketBy: 'targetingKey', seed: 's', value: 'u-7' });
    const { bucket, shares } = rules[1]?.rollout ?? { bucket: null, shares: [] };
    expect(resolution.variationKey).toBe(Number(bucket) < 25_000 ? 'on' : 'off');
    expect(shares).toEqual([
      { variation: 'on', weight: 25_000 },
      { variation: 'off', weight: 75_000 },
    ]);
  });

  it('reports that the bucketing value is missing', () => {
    const { resolution, rules } = why({ plan: 'pro' });
    expect(resolution.errorCode).toBe('TARGETING_KEY_MISSING');
    expect(rules[1]?.rollout).toMatchObject({ value: null, bucket: null });
  });

  it.each([
    ['fulfilled', {}, [required]],
    ['other variation', { blocked: true }, [required]],
    ['missing', {}, []],
    ['off', {}, [{ ...required, enabled: false }]],
    ['error', {}, [{ ...required, rules: [rule([], rollout(1))] }]],
    ['cycle', {}, [{ ...required, prerequisites: [{ flagKey: 'asked', variations: ['on'] }] }]],
  ])('gives the status of a prerequisite: %s', (status, context, others) => {
    const { prerequisites, rules } = why(context, [asked, ...others]);
    expect(prerequisites).toMatchObject([{ flagKey: 'required', variations: ['on'], status }]);
    if (status !== 'fulfilled')
      expect(rules.map((each) => each.status)).toEqual(Array(3).fill('not reached'));
  });

  it('lists what is wrong with a flag that is not understood', () => {
    const { resolution, problems, rules } = why({}, [
      flag({ key: 'asked', rules: [rule([condition('a', 'resembles')])] }),
    ]);
    expect(resolution.errorCode).toBe('GENERAL');
    expect(problems.map(({ path }) => path)).toEqual(['rules[0].conditions[0].operator']);
    expect(rules).toEqual([]);
  });

  it('has no steps if the flag is off or missing', () => {
    expect(why({}, [{ ...asked, enabled: false }])).toMatchObject({
      resolution: { reason: 'DISABLED' },
      rules: [],
    });
    expect(why({}, [])).toMatchObject({ resolution: { errorCode: 'FLAG_NOT_FOUND' }, rules: [] });
  });
});
