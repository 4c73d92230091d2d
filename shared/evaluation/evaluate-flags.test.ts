import { describe, expect, it } from 'vitest';
import { condition, flag, flagSet, inSegment, rule, segment } from '../../test/support/flags.ts';
import { compileFlagSet, evaluateFlags } from './index.ts';

const keys = Array.from({ length: 50 }, (_, index) => `flag-${index}`);

/** A context with the version 1.0.0, and how often it is read. */
function countingContext() {
  const reads = { count: 0 };
  const context = {
    get version() {
      reads.count += 1;
      return '1.0.0';
    },
  };
  return { context, reads };
}

describe('An evaluation of many flags for one context', () => {
  it('tries a segment once, however many flags name it', () => {
    const newer = segment('newer', {
      rules: [{ conditions: [condition('version', 'semver_gte', '1.0.0')] }],
    });
    const flags = keys.map((key) => flag({ key, rules: [rule([inSegment('newer')])] }));
    const set = compileFlagSet(flagSet(flags, [newer]));
    const { context, reads } = countingContext();
    const resolutions = evaluateFlags([...set.flags.values()], context);
    expect(resolutions.map(({ variationKey }) => variationKey)).toEqual(keys.map(() => 'on'));
    expect(reads.count).toBe(1);
  });

  it('evaluates a required flag once, however many flags require it', () => {
    const required = flag({ key: 'required', rules: [rule([condition('version', 'semver_eq', '1.0.0')])] });
    const prerequisites = [{ flagKey: 'required', variations: ['on'] }];
    const flags = keys.map((key) => flag({ key, prerequisites, rules: [rule([])] }));
    const set = compileFlagSet(flagSet([required, ...flags]));
    const { context, reads } = countingContext();
    const requiring = keys.flatMap((key) => set.flags.get(key) ?? []);
    expect(evaluateFlags(requiring, context).every(({ value }) => value === true)).toBe(true);
    expect(reads.count).toBe(1);
  });

  it('keeps nothing for the next context', () => {
    const set = compileFlagSet(
      flagSet([flag({ rules: [rule([condition('version', 'semver_eq', '1.0.0')])] })]),
    );
    const flags = [...set.flags.values()];
    const valuesFor = (version: string) => evaluateFlags(flags, { version }).map(({ value }) => value);
    expect(valuesFor('1.0.0')).toEqual([true]);
    expect(valuesFor('1.0.1')).toEqual([false]);
    expect(valuesFor('1.0.0+build')).toEqual([true]);
  });
});
