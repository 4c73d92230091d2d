import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brokenFlagSets,
  conditions,
  contexts,
  flagKeys,
  flagSets,
  flags,
  segments,
} from '../../test/support/evaluation/arbitraries.ts';
import { decide, holds } from '../../test/support/evaluation/decide.ts';
import { flag, flagSet, rollout, rule } from '../../test/support/flags.ts';
import { unicodeText } from '../../test/support/unicode-text.ts';
import { compileFlagSet, evaluate, evaluateFlag, explain, updateFlagSet } from './index.ts';

const RUNS = { numRuns: 200 };
const REASONS = ['STATIC', 'DEFAULT', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'ERROR'];

describe('Every evaluation', { timeout: 60_000 }, () => {
  it('returns a resolution for every flag set and context', () => {
    const anyContext = fc.oneof(contexts, fc.anything() as fc.Arbitrary<object>);
    fc.assert(
      fc.property(brokenFlagSets, anyContext, (broken, context) => {
        const set = compileFlagSet(broken);
        for (const key of flagKeys) {
          const resolution = evaluate(set, key, context as Parameters<typeof evaluate>[2]);
          expect(REASONS).toContain(resolution.reason);
          expect(resolution.errorCode === null).toBe(resolution.reason !== 'ERROR');
        }
      }),
      RUNS,
    );
  });

  it('returns the same object for the same flag and context', () => {
    fc.assert(
      fc.property(flagSets, contexts, (given, context) => {
        const set = compileFlagSet(given);
        const again = compileFlagSet(given);
        for (const key of flagKeys) {
          if (set.flags.has(key)) expect(evaluate(set, key, context)).toBe(evaluate(set, key, context));
          expect(evaluate(again, key, context)).toEqual(evaluate(set, key, context));
        }
      }),
      RUNS,
    );
  });

  it('does not change its context', () => {
    fc.assert(
      fc.property(flagSets, contexts, (given, context) => {
        const before = structuredClone(context);
        const set = compileFlagSet(given);
        for (const key of flagKeys) evaluate(set, key, context);
        expect(context).toEqual(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('has an explanation whose steps lead to the same resolution', () => {
    fc.assert(
      fc.property(fc.oneof(flagSets, brokenFlagSets), contexts, (given, context) => {
        const set = compileFlagSet(given);
        for (const [key, compiled] of set.flags) {
          const { resolution, rules } = explain(set, key, context);
          expect(resolution).toBe(evaluateFlag(compiled, context));
          for (const { status, conditions } of rules.filter((each) => each.status !== 'not reached')) {
            expect(conditions.every((each) => each.holds)).toBe(status === 'matched');
          }
        }
      }),
      RUNS,
    );
  });
});

describe('A set that is updated', { timeout: 60_000 }, () => {
  const changes = fc.record({
    deleted: fc.record({
      flags: fc.subarray([...flagKeys]),
      segments: fc.subarray(['s1', 's2', 's3', 's4']),
    }),
    flags: fc.array(flags, { maxLength: 2 }),
    segments: fc.array(segments, { maxLength: 2 }),
  });

  it('answers as a newly compiled set does, and the earlier set answers as before', () => {
    fc.assert(
      fc.property(flagSets, fc.array(changes, { maxLength: 4 }), contexts, (given, sequence, context) => {
        const first = compileFlagSet(given);
        const before = flagKeys.map((key) => evaluate(first, key, context));
        const defined = { flags: byKey(given.flags), segments: byKey(given.segments) };
        let set = first;
        for (const change of sequence) {
          set = updateFlagSet(set, change);
          for (const key of change.deleted.flags) defined.flags.delete(key);
          for (const key of change.deleted.segments) defined.segments.delete(key);
          for (const each of change.flags) defined.flags.set(each.key, each);
          for (const each of change.segments) defined.segments.set(each.key, each);
          const anew = compileFlagSet(flagSet([...defined.flags.values()], [...defined.segments.values()]));
          for (const key of flagKeys)
            expect(evaluate(set, key, context)).toEqual(evaluate(anew, key, context));
          expect(new Set(set.flags.keys())).toEqual(new Set(defined.flags.keys()));
          expect([...set.flags.values()].map((each) => each.definition)).toEqual(
            [...set.flags.keys()].map((key) => defined.flags.get(key)),
          );
        }
        expect(flagKeys.map((key) => evaluate(first, key, context))).toEqual(before);
      }),
      RUNS,
    );
  });

  it('keeps the object of a flag whose answers cannot have changed', () => {
    fc.assert(
      fc.property(flagSets, changes, contexts, (given, change, context) => {
        const first = compileFlagSet(given);
        const second = updateFlagSet(first, change);
        for (const [key, compiled] of first.flags) {
          if (second.flags.get(key) === compiled) {
            expect(evaluate(second, key, context)).toBe(evaluate(first, key, context));
          }
        }
      }),
      RUNS,
    );
  });
});

function byKey<Item extends { readonly key: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.key, item]));
}

describe('Negative operators', { timeout: 60_000 }, () => {
  const pairs = fc.constantFrom('in', 'contains', 'starts_with', 'ends_with', 'regex', 'in_cidr');

  it('are the exact negation of the positive ones on an array, and on no value do both hold', () => {
    fc.assert(
      fc.property(conditions, pairs, contexts, (asked, operator, context) => {
        fc.pre(asked.conditionType !== 'segment');
        const values = operator === 'in_cidr' ? ['10.0.0.0/8', '::/0'] : ['p', 'pro', '10'];
        const positive = { ...asked, operator, values };
        const negative = { ...asked, operator: `not_${operator}`, values };
        const value = Object.hasOwn(context, asked.attribute) ? context[asked.attribute] : null;
        const both = [holds(positive, context), holds(negative, context)];
        if (Array.isArray(value)) expect(both[0]).toBe(!both[1]);
        expect(both).not.toEqual([true, true]);
      }),
      RUNS,
    );
  });
});

describe('An array', { timeout: 60_000 }, () => {
  const elements = fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant('pro')), {
    maxLength: 5,
  });

  it('satisfies a positive operator exactly if one of its elements does, and a negative one exactly if no element matches', () => {
    fc.assert(
      fc.property(conditions, elements, (asked, list) => {
        fc.pre(asked.conditionType !== 'segment' && !asked.operator.endsWith('exists'));
        const on = { ...asked, attribute: 'x' };
        const isNegative = asked.operator.startsWith('n') || asked.operator === 'semver_neq';
        const positive = isNegative
          ? { ...on, operator: on.operator.replace(/neq$/, 'eq').replace(/^not_/, '') }
          : on;
        const anyElement = list.some((element) => holds(positive, { x: element }));
        expect(holds(on, { x: list })).toBe(isNegative ? !anyElement : anyElement);
      }),
      RUNS,
    );
  });
});

describe('A rollout', { timeout: 60_000 }, () => {
  const served = (weight: number, targetingKey: string, seed = 'seed'): string | null =>
    decide(flag({ rules: [rule([], rollout(weight, { seed }))] }), { targetingKey }).variationKey;

  it('whose first weight is raised moves no context out of its first variation', () => {
    const weights = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(unicodeText({ minLength: 1 }), weights, weights, (key, a, b) => {
        if (served(Math.min(a, b), key) === 'on') expect(served(Math.max(a, b), key)).toBe('on');
      }),
      RUNS,
    );
  });

  const USERS = 50_000;
  const buckets = (seed: string, weights: readonly number[]): Uint8Array => {
    const variations = weights.map((weight, index) => ({ variation: `v${index}`, weight }));
    const values = weights.map((_, index) => ({ key: `v${index}`, value: index }));
    const split = flag({ variations: values, rules: [rule([], { rollout: { variations, seed } })] });
    const set = compileFlagSet(flagSet([split]));
    return Uint8Array.from({ length: USERS }, (_, user) =>
      Number(evaluate(set, 'flag', { targetingKey: `user-${user}` }).value),
    );
  };
  const chiSquare = (counts: readonly number[], expected: readonly number[]): number =>
    counts.reduce(
      (sum, count, index) => sum + (count - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 1),
      0,
    );

  it.each([[[50_000, 50_000]], [[1_000, 99_000]], [[33_333, 33_333, 33_334]], [[100, 900, 9_000, 90_000]]])(
    'gives out the shares %j (chi-square, p > 0.001)',
    (weights) => {
      const counts = weights.map(() => 0);
      for (const served of buckets('shares', weights)) counts[served] = (counts[served] ?? 0) + 1;
      const critical = [0, 10.83, 13.82, 16.27][weights.length - 1];
      expect(
        chiSquare(
          counts,
          weights.map((weight) => (weight / 100_000) * USERS),
        ),
      ).toBeLessThan(critical ?? 0);
    },
  );

  it('of one flag is independent of that of another (chi-square test of the 4 × 4 table, p > 0.001)', () => {
    const quarters = [25_000, 25_000, 25_000, 25_000];
    const [a, b] = [buckets('one-flag', quarters), buckets('another-flag', quarters)];
    const cells = Array.from({ length: 16 }, () => 0);
    for (let user = 0; user < USERS; user++) {
      const cell = (a[user] ?? 0) * 4 + (b[user] ?? 0);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(
      chiSquare(
        cells,
        cells.map(() => USERS / 16),
      ),
    ).toBeLessThan(37.7);
  });
});
