import type { Flag, FlagSet, Segment } from '../../shared/model/flag-set.ts';
import { booleanFlag, rule } from '../evaluator/scenarios.ts';
import type { Family } from './families.ts';

/** What a set is made of. Conditions are spread over the attributes. */
export interface SetShape {
  readonly flags: number;
  readonly rules: number;
  readonly attributes: number;
  readonly entries: number;
}

export const ENVIRONMENT = '00000000-0000-4000-8000-000000000000';

export function attributeName(index: number): string {
  return `a${index}`;
}

/** Flags whose rules all have to be tried: none holds. */
export function flagSetOf(family: Family, { flags, rules, attributes, entries }: SetShape): FlagSet {
  let made = 0;
  const next = () => {
    const index = made++;
    return family.failing(attributeName(index % attributes), index, entries);
  };
  return setOf(
    Array.from({ length: flags }, (_, flag) =>
      booleanFlag(
        `flag-${flag}`,
        Array.from({ length: rules }, (_unused, index) => rule(index, [next()], { variation: 'on' })),
      ),
    ),
    [],
  );
}

/** Every flag names the same segment, whose rules all have to be tried. */
export function segmentSetOf(family: Family, flags: number): FlagSet {
  const conditions = Array.from({ length: 100 }, (_, index) => family.failing(attributeName(0), index, 1));
  const segment = {
    key: 'costly',
    version: 1,
    included: [],
    excluded: [],
    rules: conditions.map((each) => ({ conditions: [each] })),
  };
  const inSegment = { conditionType: 'segment', attribute: '', operator: 'in', values: ['costly'] } as const;
  return setOf(
    Array.from({ length: flags }, (_, flag) =>
      booleanFlag(`flag-${flag}`, [rule(0, [inSegment], { variation: 'on' })]),
    ),
    [segment],
  );
}

/** Every flag requires the one before it. */
export function chainSetOf(flags: number): FlagSet {
  return setOf(
    Array.from({ length: flags }, (_, flag) => {
      const made = booleanFlag(`flag-${flag}`, [rule(0, [], { variation: 'on' })]);
      if (flag === 0) return made;
      return { ...made, prerequisites: [{ flagKey: `flag-${flag - 1}`, variations: ['on'] }] };
    }),
    [],
  );
}

function setOf(flags: readonly Flag[], segments: readonly Segment[]): FlagSet {
  return { environment: { id: ENVIRONMENT, key: 'bench' }, flags, segments };
}
