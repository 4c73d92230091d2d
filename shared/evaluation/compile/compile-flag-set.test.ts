import { describe, expect, it } from 'vitest';
import { condition, flag, flagSet, inSegment, rollout, rule, segment } from '../../../test/support/flags.ts';
import {
  compileFlagSet,
  evaluate,
  evaluateFlag,
  type FlagSetChange,
  findPrerequisiteCycle,
  findSegmentCycle,
  updateFlagSet,
} from '../index.ts';

const NOTHING: FlagSetChange = { deleted: { flags: [], segments: [] }, flags: [], segments: [] };
const fallthrough = rule([]);

describe('A compiled flag set', () => {
  it('has its flags in the given order, with what an edge needs of each', () => {
    const set = compileFlagSet(
      flagSet([flag({ key: 'b', clientSide: true, version: 7 }), flag({ key: 'a' })]),
    );
    expect([...set.flags.keys()]).toEqual(['b', 'a']);
    expect([...set.flags.values()].map(({ key }) => key)).toEqual(['b', 'a']);
    expect(set.flags.get('b')).toMatchObject({ key: 'b', type: 'boolean', clientSide: true, version: 7 });
    expect([set.flags.size, set.flags.has('a'), set.flags.has('c')]).toEqual([2, true, false]);
  });

  it('contains the last of several flags with the same key', () => {
    const set = compileFlagSet(flagSet([flag({ enabled: false }), flag({ rules: [fallthrough] })]));
    expect(evaluate(set, 'flag', {}).reason).toBe('STATIC');
  });

  it('returns the same object by key and by flag, each time', () => {
    const set = compileFlagSet(flagSet([flag({ rules: [rule([], rollout(50_000))] })]));
    const [only] = set.flags.values();
    if (only === undefined) throw new Error('The set has no flag.');
    expect(evaluateFlag(only, { targetingKey: 'u' })).toBe(evaluate(set, 'flag', { targetingKey: 'u' }));
    expect(evaluateFlag(only, {})).toBe(evaluate(set, 'flag', {}));
  });

  it('has one test for equal conditions of many flags, and another one for each condition that differs', () => {
    const asked = [
      condition('plan', 'eq', 'a', 1),
      condition('plan', 'eq', 'a', 1),
      condition('plan', 'eq', 'a', '1'),
      condition('plan', 'neq', 'a', 1),
      condition('plans', 'eq', 'a', 1),
    ];
    const set = compileFlagSet(
      flagSet(asked.map((each, index) => flag({ key: `flag-${index}`, rules: [rule([each])] }))),
    );
    const tests = [...set.flags.values()].map(({ plan }) => plan.rules[0]?.tests[0]);
    expect(tests[1]).toBe(tests[0]);
    expect(new Set(tests).size).toBe(4);
  });
});

describe('An update', () => {
  const inBeta = flag({ key: 'in-beta', rules: [rule([inSegment('beta')])] });
  const requires = flag({
    key: 'requires',
    prerequisites: [{ flagKey: 'in-beta', variations: ['on'] }],
    rules: [fallthrough],
  });
  const apart = flag({ key: 'apart', rules: [fallthrough] });
  const first = compileFlagSet(flagSet([inBeta, requires, apart], [segment('beta')]));
  const context = { targetingKey: 'u' };

  it('of a segment affects the flags that name it, the flags that require those, and no other', () => {
    const second = updateFlagSet(first, { ...NOTHING, segments: [segment('beta', { included: ['u'] })] });
    expect(evaluate(second, 'in-beta', context).variationKey).toBe('on');
    expect(evaluate(second, 'requires', context).variationKey).toBe('on');
    expect(second.flags.get('apart')).toBe(first.flags.get('apart'));
    expect(evaluate(first, 'requires', context).variationKey).toBe('off');
  });

  it('of a prerequisite affects the flags that require it, and no other', () => {
    const second = updateFlagSet(first, { ...NOTHING, flags: [{ ...inBeta, rules: [fallthrough] }] });
    expect(evaluate(second, 'requires', context).variationKey).toBe('on');
    expect(second.flags.get('apart')).toBe(first.flags.get('apart'));
  });

  it('deletes a flag or segment that others refer to, and adds it again', () => {
    const without = updateFlagSet(first, { ...NOTHING, deleted: { flags: ['in-beta'], segments: ['beta'] } });
    expect(evaluate(without, 'in-beta', context).errorCode).toBe('FLAG_NOT_FOUND');
    expect(evaluate(without, 'requires', context).variationKey).toBe('off');
    expect([...without.flags.keys()]).toEqual(['requires', 'apart']);
    expect(without.segments.size).toBe(0);
    const back = updateFlagSet(without, {
      ...NOTHING,
      flags: [inBeta],
      segments: [segment('beta', { included: ['u'] })],
    });
    expect(evaluate(back, 'requires', context).variationKey).toBe('on');
  });

  it('without changes changes nothing', () => {
    expect(updateFlagSet(first, NOTHING).flags).toBe(first.flags);
  });

  it('after another keeps the flags in their order, without the deleted ones', () => {
    let set = first;
    for (let index = 0; index < 1000; index++) {
      const deleted = { flags: [`passing-${index - 1}`], segments: [] };
      set = updateFlagSet(set, { ...NOTHING, deleted, flags: [flag({ key: `passing-${index}` })] });
    }
    expect([...set.flags.keys()]).toEqual(['in-beta', 'requires', 'apart', 'passing-999']);
    expect(evaluate(set, 'passing-0', {}).errorCode).toBe('FLAG_NOT_FOUND');
    expect(evaluate(set, 'requires', context).variationKey).toBe('off');
  });

  it('made twice from the same set gives two independent sets', () => {
    const one = updateFlagSet(first, { ...NOTHING, flags: [flag({ key: 'one' })] });
    const two = updateFlagSet(first, { ...NOTHING, flags: [flag({ key: 'two' })] });
    expect([one.flags.has('one'), one.flags.has('two'), two.flags.has('one'), two.flags.has('two')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(first.flags.has('one')).toBe(false);
  });
});

describe('A cycle', () => {
  const requiring = (key: string, ...others: readonly string[]) => ({
    key,
    prerequisites: others.map((flagKey) => ({ flagKey, variations: ['on'] })),
  });

  it('of prerequisites is found, as the keys from one flag back to it', () => {
    const flags = [
      requiring('start', 'a', 'c'),
      requiring('a', 'b'),
      requiring('b', 'c'),
      requiring('c', 'a'),
    ];
    expect(findPrerequisiteCycle(flags)).toEqual(['a', 'b', 'c', 'a']);
    expect(findPrerequisiteCycle([requiring('a', 'a')])).toEqual(['a', 'a']);
  });

  it('is not found if flags only share a prerequisite', () => {
    expect(
      findPrerequisiteCycle([requiring('a', 'b', 'c'), requiring('b', 'd'), requiring('c', 'd', 'gone')]),
    ).toBeNull();
    const chain = Array.from({ length: 50_000 }, (_, index) => requiring(`f${index}`, `f${index + 1}`));
    expect(findPrerequisiteCycle(chain)).toBeNull();
  });

  it('of segments is found in the conditions of their rules', () => {
    const naming = (key: string, ...others: readonly string[]) =>
      segment(key, { rules: [{ conditions: [condition('plan', 'in', 'b'), inSegment(...others)] }] });
    expect(findSegmentCycle([naming('a', 'b'), naming('b', 'a')])).toEqual(['a', 'b', 'a']);
    expect(findSegmentCycle([naming('a', 'b'), naming('b')])).toBeNull();
  });
});
