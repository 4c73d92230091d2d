import { describe, expect, it } from 'vitest';
import { decide } from '../../../test/support/evaluation/decide.ts';
import { flag, rollout, rule } from '../../../test/support/flags.ts';
import type { JsonValue } from '../../model/json.ts';
import type { EvaluationContext } from '../index.ts';

const THOUSANDTHS = Array.from({ length: 1000 }, (_, index) => index);

/** The index of the context’s bucket, in steps of 100 buckets. */
function thousandOf(context: EvaluationContext, parts: { bucketBy?: string; seed?: string } = {}): JsonValue {
  const variations = THOUSANDTHS.map((index) => ({ variation: `v${index}`, weight: 100 }));
  const values = THOUSANDTHS.map((index) => ({ key: `v${index}`, value: index }));
  return decide(
    flag({ variations: values, rules: [rule([], { rollout: { variations, ...parts } })] }),
    context,
  ).value;
}

describe('A bucket', () => {
  it('is the hash of seed, colon and value, multiplied by 100,000 and shifted by 32 bits', () => {
    // murmur3_x86_32('flag:u-1') = 0xab43051d, and 0xab43051d × 100,000 / 2^32 = 66899.1: a first share of 66,900 buckets contains it.
    const bucketed = (weight: number) =>
      decide(flag({ rules: [rule([], rollout(weight))] }), { targetingKey: 'u-1' });
    expect(bucketed(66_899).variationKey).toBe('off');
    expect(bucketed(66_900).variationKey).toBe('on');
  });

  it('depends on the seed, which is the flag’s key by default and may be empty', () => {
    const context = { targetingKey: 'u-1' };
    expect(thousandOf(context, { seed: 'flag' })).toBe(thousandOf(context));
    expect(thousandOf(context, { seed: 'other' })).not.toBe(thousandOf(context));
    expect(thousandOf(context, { seed: '' })).not.toBe(thousandOf(context));
  });

  it('of an integer is that of its decimal digits', () => {
    for (const number of [42, -7, 0, Number.MAX_SAFE_INTEGER]) {
      expect(thousandOf({ targetingKey: number })).toBe(thousandOf({ targetingKey: String(number) }));
    }
    expect(thousandOf({ targetingKey: -0 })).toBe(thousandOf({ targetingKey: '0' }));
  });

  it('may be that of another attribute, also of a path or a stand-in', () => {
    const expected = thousandOf({ targetingKey: 'acme' });
    expect(thousandOf({ company: { id: 'acme' } }, { bucketBy: 'company.id' })).toBe(expected);
    expect(thousandOf({ targetingKey: 'acme' }, { bucketBy: 'userId' })).toBe(expected);
    expect(thousandOf({ key: 'acme' })).toBe(expected);
  });
});

describe('Without a usable bucketing value', () => {
  const code = (context: EvaluationContext, bucketBy?: string): string | null =>
    decide(flag({ rules: [rule([], rollout(1, bucketBy === undefined ? {} : { bucketBy }))] }), context)
      .errorCode;

  it.each<[EvaluationContext]>([
    [{}],
    [{ targetingKey: null }],
    [{ targetingKey: '' }],
    [{ targetingKey: '', userId: 'u' }],
    [{ targetingKey: 1.5 }],
    [{ targetingKey: 2 ** 53 }],
    [{ targetingKey: true }],
    [{ targetingKey: ['u'] }],
    [{ targetingKey: { id: 'u' } }],
  ])('a rollout by targeting key answers TARGETING_KEY_MISSING: %j', (context) => {
    expect(code(context)).toBe('TARGETING_KEY_MISSING');
    expect(code(context, 'targetingKey')).toBe('TARGETING_KEY_MISSING');
  });

  it('a rollout by another attribute answers INVALID_CONTEXT and names it', () => {
    expect(code({ targetingKey: 'u' }, 'company')).toBe('INVALID_CONTEXT');
    expect(code({ targetingKey: 'u', company: '' }, 'company')).toBe('INVALID_CONTEXT');
    expect(code({}, 'userId')).toBe('INVALID_CONTEXT');
    const given = flag({ rules: [rule([], rollout(1, { bucketBy: 'company' }))] });
    expect(decide(given, {}).errorDetails).toContain('"company"');
  });

  it('a flag that reaches no rollout is evaluated as usual', () => {
    expect(decide(flag({ rules: [rule([]), rule([], rollout(1), 1)] }), {}).reason).toBe('STATIC');
  });
});
