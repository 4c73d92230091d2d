/**
 * Flag sets and contexts for property tests: few names, so that references and attributes match often; and values of
 * every wrong type.
 */
import fc from 'fast-check';
import type { EvaluationContext } from '../../../shared/model/evaluation-context.ts';
import type {
  Condition,
  Flag,
  FlagSet,
  Rollout,
  Rule,
  Segment,
  Serve,
} from '../../../shared/model/flag-set.ts';
import { OPERATORS, ROLLOUT_TOTAL } from '../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import { unicodeText } from '../unicode-text.ts';

const ATTRIBUTES = [
  'targetingKey',
  'userId',
  'key',
  'plan',
  'a.b',
  'a',
  'age',
  'tags',
  'toString',
  '__proto__',
];
const SEGMENT_KEYS = ['s1', 's2', 's3', 's4', 'gone'];
const FLAG_KEYS = ['f1', 'f2', 'f3', 'f4', 'gone'];
const VARIATIONS = ['on', 'off', 'blue'];

const TEXTS = [
  '',
  'pro',
  'u-1',
  'u-2',
  'prototype',
  'é',
  '😀',
  '\ud83d',
  'x'.repeat(20_000),
  '^p',
  'o$',
  '1.0.0',
  '1.0.0-rc.2',
  '1.0.0-rc.10+b',
  '2.10.0',
  'v1.0.0',
];
const INSTANTS = [
  '2026-01-01T00:00:00Z',
  '2026-01-01t01:00:00.5+01:00',
  '0001-02-28T23:59:59Z',
  '2026-02-30T00:00:00Z',
  '1969-12-31T23:59:59.999Z',
];
const ADDRESSES = [
  '10.1.2.3',
  '10.0.0.0/8',
  '::ffff:10.1.2.3',
  '::ffff:0:0/96',
  '::/0',
  '2001:db8::1',
  '2001:db8::/32',
  '0.0.0.0/0',
  '010.1.1.1',
];
const NUMBERS = [0, -0, 1, 18, 1.5, -7, 1767225600000, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 60];

const text = fc.oneof(fc.constantFrom(...TEXTS, ...INSTANTS, ...ADDRESSES), unicodeText({ maxLength: 5 }));
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const list = fc.array(fc.oneof(scalar, fc.constant([1]), fc.constant({ a: 1 })), { maxLength: 4 });
const json: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: list },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('b', 'c', ''), scalar) },
);

/** What a parsed request may hold, and some of what only a program could put in. */
export const contexts: fc.Arbitrary<EvaluationContext> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.dictionary(
      fc.constantFrom(...ATTRIBUTES),
      fc.oneof(
        { weight: 9, arbitrary: json },
        { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity) },
      ),
      { noNullPrototype: false },
    ),
  },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 3 }), json) },
);

function entriesFor(operator: string): fc.Arbitrary<JsonValue> {
  if (/^(gt|lt)/.test(operator)) return number;
  if (/^(before|after)$/.test(operator))
    return fc.oneof(number, fc.constantFrom('2026-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z'));
  if (operator.startsWith('semver'))
    return fc.constantFrom('1.0.0', '1.0.0-rc.2', '1.0.0-rc.10+b', '1.0.0-beta', '2.10.0');
  if (operator.endsWith('cidr'))
    return fc.constantFrom('10.0.0.0/8', '10.1.2.3', '::ffff:0:0/96', '::/0', '2001:db8::/32', '0.0.0.0/0');
  if (operator.endsWith('regex')) return fc.constantFrom('^p', 'o$', '(?i)PRO', '[^u]', '');
  if (/contains|with/.test(operator)) return fc.constantFrom('', 'p', 'pro', 'é', 'u-');
  return fc.oneof(text, number, fc.boolean());
}

/** Any condition that is understood. */
const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...OPERATORS).chain((operator) =>
  fc.record({
    conditionType: fc.constantFrom('user' as const, 'custom' as const),
    attribute: fc.constantFrom(...ATTRIBUTES),
    operator: fc.constant(operator),
    values: fc.array(entriesFor(operator), { maxLength: 3 }),
  }),
);

/** The kind that is looked up rather than tried. */
const equality: fc.Arbitrary<Condition> = fc.record({
  conditionType: fc.constantFrom('user' as const, 'custom' as const),
  attribute: fc.constantFrom('plan', 'a.b', 'targetingKey'),
  operator: fc.constantFrom('eq', 'in'),
  values: fc.array(fc.constantFrom<JsonValue>('pro', 'u-1', 'u-2', 1, 0, true), { maxLength: 3 }),
});

const membership: fc.Arbitrary<Condition> = fc.record({
  conditionType: fc.constant('segment' as const),
  attribute: fc.constant(''),
  operator: fc.constantFrom('in', 'not_in', 'eq', 'neq'),
  values: fc.array(fc.constantFrom(...SEGMENT_KEYS), { maxLength: 2 }),
});

export const conditions: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: comparison },
  { weight: 5, arbitrary: equality },
  { weight: 2, arbitrary: membership },
);

const shares: fc.Arbitrary<Rollout['variations']> = fc
  .tuple(fc.integer({ min: 0, max: ROLLOUT_TOTAL }), fc.integer({ min: 0, max: ROLLOUT_TOTAL }))
  .map(([a, b]) => [
    { variation: 'on', weight: Math.min(a, b) },
    { variation: 'off', weight: Math.abs(a - b) },
    { variation: 'blue', weight: ROLLOUT_TOTAL - Math.max(a, b) },
  ]);

const rollouts: fc.Arbitrary<Rollout> = fc.record(
  { variations: shares, bucketBy: fc.constantFrom(...ATTRIBUTES), seed: fc.constantFrom('', 'seed', 'é') },
  { requiredKeys: ['variations'] },
);

const serves: fc.Arbitrary<Serve> = fc.oneof(
  fc.record({ variation: fc.constantFrom(...VARIATIONS) }),
  fc.record({ rollout: rollouts }),
);

const rules: fc.Arbitrary<Rule> = fc.record({
  id: fc.constant('00000000-0000-4000-8000-000000000000'),
  priority: fc.integer({ min: 0, max: 5 }),
  conditions: fc.oneof(
    { weight: 5, arbitrary: fc.array(conditions, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  serve: serves,
});

const flag = (key: string): fc.Arbitrary<Flag> =>
  fc.record({
    key: fc.constant(key),
    type: fc.constantFrom('boolean' as const, 'json' as const),
    version: fc.nat(),
    enabled: fc.oneof(
      { weight: 9, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    defaultValue: fc.constantFrom<JsonValue>(true, false, null, { a: [1], b: 2 }),
    clientSide: fc.boolean(),
    variations: fc.constant([
      { key: 'on', value: true },
      { key: 'off', value: false },
      { key: 'blue', value: { b: 2, a: [1] } },
    ]),
    prerequisites: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(
          fc.record({
            flagKey: fc.constantFrom(...FLAG_KEYS),
            variations: fc.subarray(VARIATIONS, { minLength: 1 }),
          }),
          { maxLength: 2 },
        ),
      },
    ),
    rules: fc.array(rules, { maxLength: 6 }),
  });

const segment = (key: string): fc.Arbitrary<Segment> =>
  fc.record({
    key: fc.constant(key),
    version: fc.nat(),
    included: fc.subarray(['u-1', 'u-2', 'pro']),
    excluded: fc.oneof(fc.constant([]), fc.subarray(['u-1', 'u-2'])),
    rules: fc.array(fc.record({ conditions: fc.array(conditions, { maxLength: 2 }) }), { maxLength: 2 }),
  });

export const flags: fc.Arbitrary<Flag> = fc.constantFrom(...FLAG_KEYS.slice(0, 4)).chain(flag);
export const segments: fc.Arbitrary<Segment> = fc.constantFrom(...SEGMENT_KEYS.slice(0, 4)).chain(segment);

/** Flag sets as a control plane would send them, cycles and dangling names apart. */
export const flagSets: fc.Arbitrary<FlagSet> = fc.record({
  environment: fc.constant({ id: '00000000-0000-4000-8000-000000000001', key: 'test' }),
  flags: fc.tuple(...FLAG_KEYS.slice(0, 4).map(flag)),
  segments: fc.tuple(...SEGMENT_KEYS.slice(0, 4).map(segment)),
});

/** The same with one thing somewhere replaced by something else, as only a fault would. */
export const brokenFlagSets: fc.Arbitrary<FlagSet> = fc
  .tuple(flagSets, fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), fc.oneof(json, fc.constant(undefined)))
  .map(([flagSet, path, intruder]) => {
    const copy: unknown = JSON.parse(JSON.stringify(flagSet));
    replaceAt(copy, path, intruder);
    return copy as FlagSet;
  });

function replaceAt(root: unknown, path: readonly number[], intruder: JsonValue | undefined): void {
  let at = root;
  for (const [depth, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const holder: object = at;
    const names = Object.keys(holder).filter((name) => name !== 'environment');
    const name = names[step % names.length];
    if (name === undefined) return;
    const next: unknown = Reflect.get(holder, name);
    if (depth === path.length - 1 || typeof next !== 'object' || next === null) {
      if (depth > 0) Reflect.set(holder, name, intruder);
      return;
    }
    at = next;
  }
}

export const flagKeys: readonly string[] = FLAG_KEYS;
