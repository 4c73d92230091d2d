import type { Rule } from '../../shared/model/flag-set.ts';
import type { JsonObject, JsonValue } from '../../shared/model/json.ts';
import type { ConfigurationPatch, NewFlag } from '../support/management-api.ts';

/** Who asks for evaluations. */
export const CONTEXTS = {
  ada: {
    targetingKey: 'ada',
    plan: 'premium',
    country: 'SE',
    age: 41,
    version: '2.3.1',
    email: 'ada@staff.example',
    ip: '192.0.2.17',
    roles: ['admin', 'dev'],
    joined: '2025-04-01T00:00:00Z',
    address: { city: 'Lund' },
    company: 'acme',
  },
  bob: {
    targetingKey: 'bob',
    plan: 'free',
    country: 'FR',
    age: 17,
    version: '1.9.0',
    email: 'bob@mail.example',
    ip: '2001:db8::5',
    joined: '2026-02-01T12:00:00Z',
    company: 'globex',
  },
  eve: {
    targetingKey: 'eve',
    plan: 'free',
    country: 'DE',
    age: 30,
    version: '2.0.0-rc.1',
    email: 'eve@staff.example',
    company: 'initech',
  },
  anonymous: {},
} as const satisfies Readonly<Record<string, JsonObject>>;

export type ContextName = keyof typeof CONTEXTS;
export const CONTEXT_NAMES = ['ada', 'bob', 'eve', 'anonymous'] as const satisfies readonly ContextName[];

/** A flag, and what it serves: `variation REASON`, `null REASON` without a variation, or an error code. */
export interface FlagCase {
  readonly flag: NewFlag;
  /** In `production`. */
  readonly configuration: ConfigurationPatch;
  readonly served: Readonly<Record<ContextName, string>>;
}

type Condition = Rule['conditions'][number];

/** A condition on an attribute of the context. */
export const where = (attribute: string, operator: string, ...values: JsonValue[]): Condition => ({
  conditionType: 'user',
  attribute,
  operator,
  values,
});
/** A condition that holds for members of one of these segments. */
export const inSegment = (...segments: string[]): Condition => ({
  conditionType: 'segment',
  attribute: '',
  operator: 'in',
  values: segments,
});
const rule = (priority: number, conditions: readonly Condition[], serve: Rule['serve']) => ({
  priority,
  conditions,
  serve,
});
const toAll = (ada: string, bob: string, eve: string, anonymous: string) => ({ ada, bob, eve, anonymous });

const COLOURS = [
  { key: 'red', value: '#f00' },
  { key: 'green', value: '#0f0' },
  { key: 'blue', value: '#00f' },
];
const THIRDS = [
  { variation: 'red', weight: 33_333 },
  { variation: 'green', weight: 33_333 },
  { variation: 'blue', weight: 33_334 },
];

const FEATURES: readonly FlagCase[] = [
  {
    flag: { key: 'new-checkout' },
    configuration: { enabled: true, rules: [rule(1, [where('plan', 'eq', 'premium')], { variation: 'on' })] },
    served: toAll('on TARGETING_MATCH', 'off DEFAULT', 'off DEFAULT', 'off DEFAULT'),
  },
  {
    flag: { key: 'banner', type: 'string', clientSide: true, variations: COLOURS, defaultValue: '#f00' },
    configuration: { enabled: true, rules: [rule(1, [], { variation: 'green' })] },
    served: toAll('green STATIC', 'green STATIC', 'green STATIC', 'green STATIC'),
  },
  {
    flag: { key: 'switched-off', type: 'string', variations: COLOURS, defaultValue: '#00f' },
    configuration: { enabled: false },
    served: toAll('blue DISABLED', 'blue DISABLED', 'blue DISABLED', 'blue DISABLED'),
  },
  {
    flag: { key: 'without-value', type: 'number', variations: [{ key: 'ten', value: 10 }], defaultValue: 10 },
    configuration: { enabled: false, defaultValue: null },
    served: toAll('null DISABLED', 'null DISABLED', 'null DISABLED', 'null DISABLED'),
  },
  {
    flag: { key: 'gradual', type: 'string', variations: COLOURS, defaultValue: '#f00' },
    configuration: { enabled: true, rules: [rule(1, [], { rollout: { variations: THIRDS } })] },
    served: toAll('blue SPLIT', 'green SPLIT', 'blue SPLIT', 'TARGETING_KEY_MISSING'),
  },
  {
    flag: { key: 'by-company', type: 'string', variations: COLOURS, defaultValue: '#f00', clientSide: true },
    configuration: {
      enabled: true,
      rules: [
        rule(7, [where('country', 'in', 'SE', 'DE')], {
          rollout: { variations: THIRDS, bucketBy: 'company', seed: 'autumn' },
        }),
      ],
    },
    served: toAll('red SPLIT', 'red DEFAULT', 'blue SPLIT', 'red DEFAULT'),
  },
  {
    flag: {
      key: 'layout',
      type: 'json',
      variations: [
        { key: 'wide', value: { columns: 3, areas: ['head', 'main'], nested: { deep: [1, 2.5, null] } } },
        { key: 'narrow', value: { columns: 1 } },
      ],
      defaultValue: { columns: 1 },
    },
    configuration: {
      enabled: true,
      rules: [
        rule(1, [where('address.city', 'eq', 'Lund'), where('roles', 'eq', 'dev')], { variation: 'wide' }),
        rule(2, [], { variation: 'narrow' }),
      ],
    },
    served: toAll('wide TARGETING_MATCH', 'narrow DEFAULT', 'narrow DEFAULT', 'narrow DEFAULT'),
  },
  {
    flag: { key: 'needs-checkout' },
    configuration: {
      enabled: true,
      prerequisites: [{ flagKey: 'new-checkout', variations: ['on'] }],
      rules: [rule(1, [], { variation: 'on' })],
    },
    served: toAll('on DEFAULT', 'off DEFAULT', 'off DEFAULT', 'off DEFAULT'),
  },
  {
    flag: { key: 'staff-tools' },
    configuration: { enabled: true, rules: [rule(1, [inSegment('staff-or-beta')], { variation: 'on' })] },
    served: toAll('on TARGETING_MATCH', 'on TARGETING_MATCH', 'off DEFAULT', 'off DEFAULT'),
  },
];

/** Every operator of the base release, and the contexts that match. */
const OPERATORS: readonly (readonly [operator: Condition, matching: readonly ContextName[]])[] = [
  [where('plan', 'eq', 'premium'), ['ada']],
  [where('plan', 'neq', 'premium'), ['bob', 'eve']],
  [where('country', 'in', 'SE', 'DK'), ['ada']],
  [where('country', 'not_in', 'SE', 'DK'), ['bob', 'eve']],
  [where('age', 'gt', 17), ['ada', 'eve']],
  [where('age', 'gte', 17), ['ada', 'bob', 'eve']],
  [where('age', 'lt', 30), ['bob']],
  [where('age', 'lte', 30), ['bob', 'eve']],
  [where('email', 'contains', 'staff'), ['ada', 'eve']],
  [where('email', 'not_contains', 'staff'), ['bob']],
  [where('country', 'starts_with', 'S', 'D'), ['ada', 'eve']],
  [where('country', 'not_starts_with', 'S', 'D'), ['bob']],
  [where('email', 'ends_with', '@mail.example'), ['bob']],
  [where('email', 'not_ends_with', '@mail.example'), ['ada', 'eve']],
  [where('email', 'regex', '^(ada|bob)@'), ['ada', 'bob']],
  [where('email', 'not_regex', '^(ada|bob)@'), ['eve']],
  [where('roles', 'exists'), ['ada']],
  [where('roles', 'not_exists'), ['bob', 'eve', 'anonymous']],
  [where('joined', 'before', '2026-01-01T00:00:00Z'), ['ada']],
  [where('joined', 'after', '2026-01-01T00:00:00Z'), ['bob']],
  [where('version', 'semver_eq', '1.9.0'), ['bob']],
  [where('version', 'semver_gt', '2.0.0-rc.1'), ['ada']],
  [where('version', 'semver_gte', '2.0.0-rc.1'), ['ada', 'eve']],
  [where('version', 'semver_lt', '2.0.0-rc.1'), ['bob']],
  [where('version', 'semver_lte', '2.0.0-rc.1'), ['bob', 'eve']],
  [where('ip', 'in_cidr', '192.0.2.0/24'), ['ada']],
  [where('ip', 'not_in_cidr', '192.0.2.0/24'), ['bob']],
];

function operatorCase([condition, matching]: (typeof OPERATORS)[number]): FlagCase {
  const served = (name: ContextName) => (matching.includes(name) ? 'on TARGETING_MATCH' : 'off DEFAULT');
  return {
    flag: { key: `operator-${condition.operator}` },
    configuration: { enabled: true, rules: [rule(1, [condition], { variation: 'on' })] },
    served: toAll(served('ada'), served('bob'), served('eve'), served('anonymous')),
  };
}

/** Flags of every kind that the base release has. */
export const FLAG_CASES: readonly FlagCase[] = [...FEATURES, ...OPERATORS.map(operatorCase)];
