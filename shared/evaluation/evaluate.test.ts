import { describe, expect, it } from 'vitest';
import { decide } from '../../test/support/evaluation/decide.ts';
import { condition, flag, flagSet, inSegment, rollout, rule, segment } from '../../test/support/flags.ts';
import type { Flag } from '../model/flag-set.ts';
import { compileFlagSet, type EvaluationContext, evaluate } from './index.ts';

const pro = condition('plan', 'eq', 'pro');
const fallthrough = rule([], { variation: 'on' }, 9);

describe('The order of evaluation', () => {
  it('answers FLAG_NOT_FOUND for a flag that is not in the set', () => {
    const resolution = evaluate(compileFlagSet(flagSet([])), 'ghost', {});
    expect(resolution).toMatchObject({ flagKey: 'ghost', value: null, variationKey: null, reason: 'ERROR' });
    expect(resolution.errorCode).toBe('FLAG_NOT_FOUND');
  });

  it('serves the default value of a flag that is off, whatever its rules are', () => {
    const off = flag({ enabled: false, rules: [fallthrough] });
    expect(decide(off, {})).toMatchObject({ value: false, variationKey: 'off', reason: 'DISABLED' });
  });

  it('serves the default value of a flag that is off, even if the rest of it is not understood', () => {
    const newer = rule([condition('plan', 'resembles', 'pro')]);
    expect(decide(flag({ enabled: false, rules: [newer] }), {}).reason).toBe('DISABLED');
    expect(decide(flag({ rules: [newer] }), {}).errorCode).toBe('GENERAL');
  });

  it('serves the first rule, by ascending priority, whose conditions all hold', () => {
    const adult = condition('age', 'gte', 18);
    const second = rule([pro], { variation: 'off' }, 2);
    const first = rule([pro, adult], { variation: 'on' }, 1);
    const given = flag({ defaultValue: null, rules: [second, first] });
    expect(decide(given, { plan: 'pro', age: 20 })).toMatchObject({
      variationKey: 'on',
      reason: 'TARGETING_MATCH',
    });
    expect(decide(given, { plan: 'pro', age: 10 })).toMatchObject({
      variationKey: 'off',
      reason: 'TARGETING_MATCH',
    });
    expect(decide(given, { age: 20 })).toMatchObject({ value: null, variationKey: null, reason: 'DEFAULT' });
  });

  it('tries rules of equal priority in the order of the list', () => {
    const rules = [rule([pro], { variation: 'off' }, 1), rule([pro], { variation: 'on' }, 1)];
    expect(decide(flag({ rules }), { plan: 'pro' }).variationKey).toBe('off');
  });
});

describe('Reasons', () => {
  it('are STATIC for a fallthrough that is the first rule of a flag without prerequisites', () => {
    expect(decide(flag({ rules: [fallthrough] }), {}).reason).toBe('STATIC');
    expect(decide(flag({ rules: [fallthrough, rule([pro], { variation: 'off' }, 10)] }), {}).reason).toBe(
      'STATIC',
    );
  });

  it('are DEFAULT for a fallthrough behind a conditional rule or a prerequisite', () => {
    expect(decide(flag({ rules: [rule([pro]), fallthrough] }), {}).reason).toBe('DEFAULT');
    const prerequisites = [{ flagKey: 'other', variations: ['on'] }];
    const given = flag({ prerequisites, rules: [fallthrough] });
    expect(decide([given, flag({ key: 'other', rules: [fallthrough] })], {}).reason).toBe('DEFAULT');
  });

  it('are SPLIT for every rollout, even if one variation has the whole weight', () => {
    expect(decide(flag({ rules: [rule([], rollout(100_000))] }), { targetingKey: 'u' }).reason).toBe('SPLIT');
    expect(
      decide(flag({ rules: [rule([pro], rollout(0))] }), { targetingKey: 'u', plan: 'pro' }).reason,
    ).toBe('SPLIT');
  });

  it('are DEFAULT for a flag that is on and has no rules', () => {
    expect(decide(flag(), {})).toMatchObject({ value: false, variationKey: 'off', reason: 'DEFAULT' });
  });
});

describe('The variation of a default value', () => {
  const served = (parts: Partial<Flag>): string | null => decide(flag(parts), {}).variationKey;

  it('is the first one whose value equals it as JSON, members in any order', () => {
    const variations = [
      { key: 'a', value: { x: 1, y: [1, { z: null }] } },
      { key: 'b', value: { y: [1, { z: null }], x: 1 } },
    ];
    expect(served({ variations, defaultValue: { y: [1, { z: null }], x: 1 } })).toBe('a');
    expect(served({ variations, defaultValue: { y: [{ z: null }, 1], x: 1 } })).toBeNull();
    expect(served({ variations, defaultValue: { x: 1 } })).toBeNull();
  });

  it('is null if no value is equal, and nothing is coerced', () => {
    const variations = [
      { key: 'text', value: '1' },
      { key: 'yes', value: true },
      { key: 'list', value: [] },
    ];
    expect(served({ variations, defaultValue: 1 })).toBeNull();
    expect(served({ variations, defaultValue: {} })).toBeNull();
  });

  it('is null if the default value is null: the default in the caller’s code counts', () => {
    const variations = [{ key: 'nothing', value: null }];
    const resolution = decide(flag({ variations, defaultValue: null }), {});
    expect(resolution).toMatchObject({ value: null, variationKey: null, reason: 'DEFAULT', errorCode: null });
  });
});

describe('A prerequisite', () => {
  const requiring = (flagKey: string, ...variations: readonly string[]): Partial<Flag> => ({
    prerequisites: [{ flagKey, variations }],
    rules: [fallthrough],
  });
  const served = (other: Partial<Flag> | null, context: EvaluationContext = {}): string | null => {
    const others = other === null ? [] : [flag({ key: 'other', ...other })];
    return decide([flag(requiring('other', 'on')), ...others], context).variationKey;
  };

  it('is fulfilled by a flag that serves a required variation, for any reason', () => {
    expect(served({ rules: [fallthrough] })).toBe('on');
    expect(served({ rules: [rule([pro])] }, { plan: 'pro' })).toBe('on');
    expect(served({ defaultValue: true })).toBe('on');
    expect(served({ rules: [rule([], rollout(100_000))] }, { targetingKey: 'u' })).toBe('on');
  });

  it('is not fulfilled by a flag that is missing, off, answers an error, or serves another variation', () => {
    expect(served(null)).toBe('off');
    expect(served({ enabled: false, defaultValue: true })).toBe('off');
    expect(served({ rules: [rule([], rollout(100_000))] })).toBe('off');
    expect(served({ rules: [rule([condition('a', 'resembles')])] })).toBe('off');
    expect(served({ rules: [rule([pro])] }, { plan: 'free' })).toBe('off');
    expect(served({ defaultValue: 'none of the variations' })).toBe('off');
  });

  it('that is not fulfilled gives the default value and no error, even if a rollout would have no targeting key', () => {
    const given = flag({ ...requiring('other', 'on'), rules: [rule([], rollout(1))] });
    expect(decide(given, {})).toMatchObject({ value: false, reason: 'DEFAULT', errorCode: null });
  });

  it('on a cycle is not fulfilled; for a flag outside of the cycle, a flag on it serves its default value', () => {
    const a = flag({ key: 'a', defaultValue: true, ...requiring('b', 'on') });
    const b = flag({ key: 'b', defaultValue: true, ...requiring('a', 'on') });
    const watcher = flag({ key: 'watcher', ...requiring('a', 'on') });
    expect(decide([a, b], {})).toMatchObject({ value: true, reason: 'DEFAULT' });
    expect(decide([flag({ key: 'me', ...requiring('me', 'on') })], {})).toMatchObject({
      reason: 'DEFAULT',
      value: false,
    });
    expect(decide([watcher, a, b], {}).variationKey).toBe('on');
  });

  it('may be at the end of a chain of 5,000 flags', () => {
    const chain = Array.from({ length: 5000 }, (_, index) =>
      flag({ key: `f${index}`, ...requiring(`f${index + 1}`, 'on') }),
    );
    const end = (parts: Partial<Flag>) => flag({ key: 'f5000', ...parts });
    expect(decide([...chain, end({ rules: [fallthrough] })], {}).variationKey).toBe('on');
    expect(decide([...chain, end({ enabled: false })], {}).variationKey).toBe('off');
  });

  it('that is reached on 2^60 paths is evaluated once', () => {
    const layer = (index: number): readonly Flag[] =>
      ['l', 'r'].map((side) =>
        flag({
          key: `${side}${index}`,
          rules: [fallthrough],
          prerequisites: [
            { flagKey: `l${index + 1}`, variations: ['on'] },
            { flagKey: `r${index + 1}`, variations: ['on'] },
          ],
        }),
      );
    const last = ['l60', 'r60'].map((key) => flag({ key, rules: [fallthrough] }));
    const flags = [...Array.from({ length: 60 }, (_, index) => layer(index)).flat(), ...last];
    expect(decide(flags, {}).variationKey).toBe('on');
  });
});

describe('A flag set with a faulty flag', () => {
  const general = (parts: Record<string, unknown>): string | null => {
    const broken = { ...flag({ rules: [fallthrough] }), ...parts } as unknown as Flag;
    const set = compileFlagSet(flagSet([broken, flag({ key: 'sound', rules: [fallthrough] })]));
    expect(evaluate(set, 'sound', {}).reason).toBe('STATIC');
    return evaluate(set, 'flag', {}).errorCode;
  };
  const rollingOut = (parts: Record<string, unknown>) => ({
    rules: [
      {
        ...fallthrough,
        serve: { rollout: { variations: [{ variation: 'on', weight: 100_000 }], ...parts } },
      },
    ],
  });

  it.each<[string, Record<string, unknown>]>([
    ['has no boolean as enabled', { enabled: 'yes' }],
    ['has no default value', { defaultValue: undefined }],
    ['has no list of variations', { variations: null }],
    [
      'has two variations of one key',
      {
        variations: [
          { key: 'on', value: 1 },
          { key: 'on', value: 2 },
        ],
      },
    ],
    ['has no list of rules', { rules: { 0: fallthrough } }],
    ['has a rule that is null', { rules: [null] }],
    ['serves an unknown variation', { rules: [{ ...fallthrough, serve: { variation: 'ghost' } }] }],
    ['serves nothing known', { rules: [{ ...fallthrough, serve: { bandit: {} } }] }],
    ['rolls out an unknown variation', rollingOut({ variations: [{ variation: 'ghost', weight: 100_000 }] })],
    [
      'has weights that sum to less than 100,000',
      rollingOut({ variations: [{ variation: 'on', weight: 99_999 }] }),
    ],
    [
      'rolls out in fractions',
      rollingOut({
        variations: [
          { variation: 'on', weight: 99_999.5 },
          { variation: 'off', weight: 0.5 },
        ],
      }),
    ],
    [
      'has a negative weight',
      rollingOut({
        variations: [
          { variation: 'on', weight: 100_001 },
          { variation: 'off', weight: -1 },
        ],
      }),
    ],
    ['has an empty bucketBy', rollingOut({ bucketBy: '' })],
    ['has a prerequisite without variations', { prerequisites: [{ flagKey: 'sound', variations: [] }] }],
    [
      'has an unknown operator behind the fallthrough',
      { rules: [fallthrough, rule([condition('a', 'resembles')], { variation: 'on' }, 10)] },
    ],
    ['has an invalid pattern', { rules: [rule([condition('a', 'regex', '(?=x)')])] }],
  ])('answers GENERAL for a flag that %s, and evaluates the other flags', (_, parts) => {
    expect(general(parts)).toBe('GENERAL');
  });

  it('names what is not understood, with its path', () => {
    const rules = [rule([pro]), rule([pro, condition('n', 'gt', 1, 'many')], { variation: 'on' }, 1)];
    expect(decide(flag({ rules }), {}).errorDetails).toContain(
      'rules[1].conditions[1].values[1]: For gt, the value must be a number.',
    );
  });

  it('leaves out a flag without a key', () => {
    const nameless = [null, 7, {}, { ...flag(), key: 5 }] as unknown as Flag[];
    expect([...compileFlagSet(flagSet([...nameless, flag()])).flags.keys()]).toEqual(['flag']);
  });

  it('answers GENERAL if a segment is not understood that the flag names, directly or through others', () => {
    const newer = segment('newer', { rules: [{ conditions: [condition('a', 'resembles')] }] });
    const outer = segment('outer', { included: ['u'], rules: [{ conditions: [inSegment('newer')] }] });
    const given = flag({ rules: [fallthrough, rule([inSegment('outer')], { variation: 'on' }, 10)] });
    expect(decide(given, { targetingKey: 'u' }, [outer, newer]).errorCode).toBe('GENERAL');
    expect(decide(given, { targetingKey: 'u' }, [outer, segment('newer')]).reason).toBe('STATIC');
  });
});

describe('A hostile context', () => {
  const given = flag({
    rules: [
      rule([condition('a.b.c', 'contains', 'x'), inSegment('s')]),
      rule([condition('a', 'regex', '(x+x+)+y'), condition('__proto__', 'exists')], { variation: 'on' }, 1),
      rule([], rollout(50_000, { bucketBy: 'a' }), 2),
    ],
  });
  const long = 'x'.repeat(10_000_000);
  const throwing = {
    get a() {
      throw new Error('Not to be read.');
    },
  };
  const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);

  it.each<[string, unknown, string]>([
    ['a string of 10 MB', { a: long }, 'SPLIT'],
    ['an object 10,000 deep', deep, 'ERROR'],
    ['a member named __proto__', JSON.parse('{"__proto__": {"a": "polluted"}, "a": "x"}'), 'SPLIT'],
    ['a lone surrogate', { a: '\ud83d' }, 'SPLIT'],
    ['NaN', { a: Number.NaN }, 'ERROR'],
    ['a date after the last one of JavaScript', { a: '+275760-09-13T00:00:00.001Z' }, 'SPLIT'],
    ['an array instead of a scalar', { a: [[['x']]] }, 'ERROR'],
    ['null', null, 'ERROR'],
    ['a string', 'a', 'ERROR'],
    ['an array', [{ a: 'x' }], 'ERROR'],
    ['an accessor that throws', throwing, 'ERROR'],
  ])('with %s is answered', (_, context, reason) => {
    expect(decide(given, context as EvaluationContext, [segment('s')]).reason).toBe(reason);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('a');
  });

  it('is read without prototypes, even if a prototype is polluted', () => {
    const context = Object.create({ plan: 'pro' });
    expect(decide(flag({ rules: [rule([pro])] }), context).reason).toBe('DEFAULT');
    Reflect.set(Object.prototype, 'plan', 'pro');
    try {
      expect(decide(flag({ rules: [rule([pro])] }), {}).reason).toBe('DEFAULT');
      expect(decide(flag({ rules: [rule([condition('plan', 'exists')])] }), {}).reason).toBe('DEFAULT');
      expect(
        decide(
          flag({
            rules: ['free', 'team', 'pro'].map((plan, priority) =>
              rule([condition('plan', 'eq', plan)], { variation: 'on' }, priority),
            ),
          }),
          {},
        ).reason,
      ).toBe('DEFAULT');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'plan');
    }
  });
});

describe('Rules that are found by an index', () => {
  const countries = ['at', 'de', 'fr', 'it', 'es'];
  const given = flag({
    variations: [...countries, 'adult', 'none'].map((key) => ({ key, value: key })),
    defaultValue: 'none',
    rules: [
      rule([condition('country', 'in', 'de', 'fr'), condition('age', 'gte', 18)], { variation: 'adult' }, 0),
      ...countries.map((key, index) =>
        rule([condition('country', 'eq', key)], { variation: key }, index + 1),
      ),
    ],
  });
  const served = (context: EvaluationContext) => decide(given, context).value;

  it('are matched in the order of their priority', () => {
    expect(served({ country: 'de', age: 20 })).toBe('adult');
    expect(served({ country: 'de', age: 10 })).toBe('de');
    expect(served({ country: 'es' })).toBe('es');
    expect(served({ country: 'ch' })).toBe('none');
    expect(served({ country: 1 })).toBe('none');
    expect(served({})).toBe('none');
  });

  it('are tried one by one for an array', () => {
    expect(served({ country: ['es', 'fr'] })).toBe('fr');
    expect(served({ country: ['es', 'fr'], age: 18 })).toBe('adult');
    expect(served({ country: [] })).toBe('none');
  });
});
