import type { Condition, Flag, FlagSet, Rule, Segment, Serve } from '../../shared/model/flag-set.ts';
import { COUNTRIES } from './contexts.ts';

/** One row of the table. */
export interface Scenario {
  readonly name: string;
  readonly flagSet: FlagSet;
  /** The one flag that is evaluated; `null`: all of them. */
  readonly flagKey: string | null;
  /** Flags that serve a rollout. Engines hash differently, so their shares are compared, not their answers. */
  readonly rollouts: ReadonlySet<string>;
}

/** What string flags serve if no rule matches. */
export const NO_MATCH = 'none';

const LETTERS = ['a', 'b', 'c'] as const;
export const ROLLOUT_SHARES: ReadonlyMap<string, number> = new Map([
  ['A', 0.34],
  ['B', 0.33],
  ['C', 0.33],
]);

const MANY_KEYS = Array.from({ length: 10_000 }, (_, index) => `user-${index}`);

export function makeScenarios(): Scenario[] {
  return [
    single('static flag', [], [{ variation: 'on' }]),
    single('one rule, two conditions', [], [{ variation: 'on' }], [premiumAdults]),
    single('20 rules, one attribute and operator', twentyCountries(), []),
    single('20 rules, mixed attributes', twentyMixed(), []),
    single('list of 10,000 keys', [], [{ variation: 'on' }], [[condition('targetingKey', 'in', MANY_KEYS)]]),
    single('segment of 10,000 keys', [], [{ variation: 'on' }], [[inSegment('many')]]),
    single('3-way rollout', [], [thirds]),
    hundred(),
  ];
}

const premiumAdults: readonly Condition[] = [
  condition('plan', 'eq', ['premium', 'team']),
  condition('age', 'gt', [30]),
];

const thirds: Serve = {
  rollout: {
    variations: LETTERS.map((variation, index) => ({ variation, weight: index === 0 ? 34_000 : 33_000 })),
  },
};

function twentyCountries(): Rule[] {
  return COUNTRIES.slice(0, 20).map((country, index) =>
    rule(index, [condition('country', 'eq', [country])], { variation: letter(index) }),
  );
}

function twentyMixed(): Rule[] {
  const kinds: readonly ((index: number) => Condition)[] = [
    (index) => condition('country', 'in', COUNTRIES.slice(index, index + 2)),
    (index) => condition('age', 'gt', [80 - index]),
    (index) => condition('email', 'starts_with', [`${index.toString(36)}z`]),
    (index) => condition('email', 'contains', [`${(35 - index).toString(36)}q`]),
    (index) => condition('plan', 'eq', [`plan-${index}`]),
  ];
  return Array.from({ length: 20 }, (_, index) => {
    const make = kinds[index % kinds.length];
    return rule(index, make === undefined ? [] : [make(index)], { variation: letter(index) });
  });
}

function hundred(): Scenario {
  const flags = Array.from({ length: 100 }, (_, index) => {
    const key = `flag-${String(index).padStart(3, '0')}`;
    if (index < 40) return booleanFlag(key, [rule(0, [], { variation: 'on' })]);
    if (index < 80) return booleanFlag(key, [rule(0, conditionOf(index), { variation: 'on' })]);
    return stringFlag(key, [rule(0, [], thirds)]);
  });
  const rollouts = new Set(flags.slice(80).map((flag) => flag.key));
  return { name: 'all of 100 flags', flagSet: flagSetOf(flags, []), flagKey: null, rollouts };
}

function conditionOf(index: number): Condition[] {
  if (index % 4 === 0) return [condition('country', 'in', COUNTRIES.slice(index % 20, (index % 20) + 5))];
  if (index % 4 === 1) return [condition('age', 'gt', [index])];
  if (index % 4 === 2) return [condition('email', 'ends_with', ['@example.com'])];
  return [condition('plan', 'eq', ['premium'])];
}

/** A scenario of one flag: a string flag with the given rules, or a boolean flag that serves `on` if its conditions hold, else `off`. */
function single(
  name: string,
  rules: readonly Rule[],
  serves: readonly Serve[],
  conditions: readonly (readonly Condition[])[] = [[]],
): Scenario {
  const served = serves.map((serve, index) => rule(index, conditions[index] ?? [], serve));
  const isRollout = serves.some((serve) => 'rollout' in serve);
  const flag =
    rules.length > 0 || isRollout ? stringFlag('flag', [...rules, ...served]) : booleanFlag('flag', served);
  const segments = [{ key: 'many', version: 1, included: MANY_KEYS, excluded: [], rules: [] }];
  return {
    name,
    flagSet: flagSetOf([flag], name.startsWith('segment') ? segments : []),
    flagKey: flag.key,
    rollouts: new Set(isRollout ? [flag.key] : []),
  };
}

function flagSetOf(flags: readonly Flag[], segments: readonly Segment[]): FlagSet {
  return { environment: { id: '00000000-0000-4000-8000-000000000000', key: 'bench' }, flags, segments };
}

export function booleanFlag(key: string, rules: readonly Rule[]): Flag {
  const variations = [
    { key: 'on', value: true },
    { key: 'off', value: false },
  ];
  return { ...common(key, rules), type: 'boolean', defaultValue: false, variations };
}

export function stringFlag(key: string, rules: readonly Rule[]): Flag {
  const variations = LETTERS.map((name) => ({ key: name, value: name.toUpperCase() }));
  return { ...common(key, rules), type: 'string', defaultValue: NO_MATCH, variations };
}

function common(key: string, rules: readonly Rule[]) {
  return { key, rules, version: 1, enabled: true, clientSide: false, prerequisites: [] } as const;
}

export function rule(index: number, conditions: readonly Condition[], serve: Serve): Rule {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    priority: index,
    conditions,
    serve,
  };
}

export function condition(attribute: string, operator: string, values: Condition['values']): Condition {
  return { conditionType: 'custom', attribute, operator, values };
}

function inSegment(key: string): Condition {
  return { conditionType: 'segment', attribute: '', operator: 'in', values: [key] };
}

export function letter(index: number): string {
  return LETTERS[index % LETTERS.length] ?? 'a';
}
