import { compileFlagSet, evaluate, updateFlagSet } from '../../shared/evaluation/index.ts';
import type { Flag, FlagSet, Rule } from '../../shared/model/flag-set.ts';
import { COUNTRIES } from './contexts.ts';
import { type Clock, median } from './measure.ts';
import { booleanFlag, condition, letter, rule, stringFlag } from './scenarios.ts';

export interface CompileTimes {
  readonly flags: number;
  readonly firstMilliseconds: number;
  readonly compileMilliseconds: number;
  readonly fastestMilliseconds: number;
  readonly deltaMilliseconds: number;
  /** The number of flags that are the same objects after all deltas. */
  readonly shared: number;
}

const FLAGS = 5_000;

/**
 * Compiles a large flag set, then applies deltas of one flag each. Returns medians, and separately the first compilation (cold).
 *
 * @param wall a clock with a fine resolution, for the deltas, which are short
 */
export function measureCompileTimes(now: Clock, wall: Clock): CompileTimes {
  const flagSet = largeFlagSet();
  const firstMilliseconds = timeOf(() => compileFlagSet(flagSet), now);
  const compiles = Array.from({ length: 9 }, () => timeOf(() => compileFlagSet(flagSet), now));
  const original = compileFlagSet(flagSet);
  let current = original;
  const deltas = Array.from({ length: 101 }, (_, index) => {
    const changed = { ...largeFlag((index * 37) % FLAGS), version: index + 2 };
    const change = { deleted: { flags: [], segments: [] }, flags: [changed], segments: [] };
    return timeOf(() => {
      current = updateFlagSet(current, change);
    }, wall);
  });
  const shared = flagSet.flags.filter(({ key }) => original.flags.get(key) === current.flags.get(key)).length;
  if (evaluate(current, 'flag-0', { targetingKey: 'u', country: 'AT' }).reason === 'ERROR') {
    throw new Error('The flag set of the compile benchmark does not evaluate.');
  }
  return {
    flags: FLAGS,
    firstMilliseconds,
    compileMilliseconds: median(compiles),
    fastestMilliseconds: Math.min(...compiles),
    deltaMilliseconds: median(deltas),
    shared,
  };
}

function timeOf(work: () => void, clock: Clock): number {
  const start = clock();
  work();
  return clock() - start;
}

function largeFlagSet(): FlagSet {
  const flags = Array.from({ length: FLAGS }, (_, index) => largeFlag(index));
  return { environment: { id: '00000000-0000-4000-8000-000000000000', key: 'bench' }, flags, segments: [] };
}

/** What {@link measureCompileTimes} compiles. */
export const MIXTURE =
  '40 % only a fallthrough, 30 % a rule and a rollout, 25 % four rules, 5 % a unique regular expression';

function largeFlag(index: number): Flag {
  const key = `flag-${index}`;
  const kind = index % 20;
  if (kind < 8) return booleanFlag(key, [rule(0, [], { variation: 'on' })]);
  if (kind < 14) {
    const variations = [
      { variation: 'on', weight: 25_000 },
      { variation: 'off', weight: 75_000 },
    ];
    const first = rule(0, [condition('plan', 'eq', ['premium'])], { variation: 'on' });
    return booleanFlag(key, [first, rule(1, [], { rollout: { variations } })]);
  }
  if (kind < 19) return stringFlag(key, fourRules(index));
  const pattern = `^[a-z]+[.]${index}@corp\\.test$`;
  return stringFlag(key, [rule(0, [condition('email', 'regex', [pattern])], { variation: 'a' })]);
}

function fourRules(index: number): Rule[] {
  const country = COUNTRIES[index % COUNTRIES.length] ?? 'AT';
  const adults = [condition('country', 'in', [country, 'US', 'GB']), condition('age', 'gte', [18])];
  return [
    rule(0, adults, { variation: 'a' }),
    rule(1, [condition('email', 'ends_with', ['@example.com'])], { variation: 'b' }),
    rule(2, [condition('appVersion', 'semver_gte', ['2.0.0'])], { variation: letter(index) }),
    rule(3, [], { variation: 'c' }),
  ];
}
