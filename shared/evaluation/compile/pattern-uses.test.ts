import { describe, expect, it } from 'vitest';
import { booleanFlag, condition, flagSet, rule } from '../../../test/support/flags.ts';
import type { Flag } from '../../model/flag-set.ts';
import { evaluate } from '../evaluate.ts';
import { compileFlagSet, type FlagSetChange, updateFlagSet } from './compile-flag-set.ts';

/** Seven patterns of the largest size, unlike those of any other number. */
function largeFlag(number: number): Flag {
  const patterns = Array.from(
    { length: 7 },
    (_, index) => `${'a'.repeat(232)}${number * 10 + index + 1_000_000}`,
  );
  return booleanFlag(`flag-${number}`, { rules: [rule([condition('text', 'regex', ...patterns)])] });
}

const change = (...flags: readonly Flag[]): FlagSetChange => ({
  deleted: { flags: [], segments: [] },
  flags,
  segments: [],
});

const flags = Array.from({ length: 40 }, (_, number) => largeFlag(number));
const text = `${'a'.repeat(232)}1000006`;

describe('The patterns that a flag set keeps', () => {
  it('are bounded: flags beyond the bound answer GENERAL, the others as always', () => {
    const compiled = compileFlagSet(flagSet([...flags, booleanFlag('plain')]));
    const codes = flags.map(({ key }) => evaluate(compiled, key, { text }).errorCode);
    expect(codes.filter((code) => code === 'GENERAL')).toHaveLength(40 - 33);
    expect(codes.slice(0, 33)).toEqual(Array.from({ length: 33 }, () => null));
    expect(evaluate(compiled, 'flag-0', { text }).reason).toBe('TARGETING_MATCH');
    expect(evaluate(compiled, 'flag-39', { text }).errorDetails).toContain('at most 60000 together');
    expect(evaluate(compiled, 'plain', {}).errorCode).toBeNull();
  });

  it('are the same whether the flags arrive at once or one by one', () => {
    let compiled = compileFlagSet(flagSet([]));
    for (const each of flags) compiled = updateFlagSet(compiled, change(each));
    const codes = flags.map(({ key }) => evaluate(compiled, key, { text }).errorCode);
    expect(codes.filter((code) => code === 'GENERAL')).toHaveLength(40 - 33);
  });

  it('count once however many flags use them, and not at all after the last use is removed', () => {
    const copies = flags.map(({ key }, index) => ({ ...largeFlag(Math.floor(index / 2)), key }));
    let compiled = compileFlagSet(flagSet(copies));
    expect(copies.map(({ key }) => evaluate(compiled, key, { text }).errorCode)).toEqual(
      copies.map(() => null),
    );
    for (let round = 0; round < 50; round++)
      compiled = updateFlagSet(compiled, change(...copies.slice(0, 2)));
    expect(compiled.graph.patterns.size).toBe(20 * 7);
    compiled = updateFlagSet(compiled, {
      ...change(),
      deleted: { flags: ['flag-0', 'flag-2', 'flag-3'], segments: [] },
    });
    expect(compiled.graph.patterns.size).toBe(19 * 7);
  });
});
