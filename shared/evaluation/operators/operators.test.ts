import { describe, expect, it } from 'vitest';
import { holds } from '../../../test/support/evaluation/decide.ts';
import { condition, inSegment, segment } from '../../../test/support/flags.ts';
import type { JsonValue } from '../../model/json.ts';
import { checkCondition, type EvaluationContext } from '../index.ts';

type Row = readonly [
  value: JsonValue | undefined,
  operator: string,
  entries: readonly JsonValue[],
  holds: boolean,
];

function check(value: JsonValue | undefined, operator: string, entries: readonly JsonValue[]): boolean {
  return holds(condition('x', operator, ...entries), value === undefined ? {} : { x: value });
}

const title = '%j %s %j: %j';

describe('Equality', () => {
  it.each<Row>([
    ['pro', 'eq', ['pro'], true],
    ['pro', 'in', ['free', 'pro'], true],
    ['Pro', 'eq', ['pro'], false],
    ['99', 'eq', [99], false],
    [1, 'eq', [true], false],
    [0, 'eq', [-0], true],
    [false, 'eq', [false], true],
    ['é', 'eq', ['e\u0301'], false],
    ['pro', 'neq', ['free', 'team'], true],
    ['pro', 'not_in', ['free', 'pro'], false],
    ['x', 'in', [], false],
    ['x', 'not_in', [], true],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });

  it('with 100,000 values holds for each of them alone', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `user-${index}`);
    expect(check('user-99999', 'in', keys)).toBe(true);
    expect(check('user-100000', 'in', keys)).toBe(false);
  });
});

describe('An attribute that is absent or of a type the operator does not take', () => {
  it.each<Row>([
    [undefined, 'neq', ['a'], false],
    [undefined, 'not_contains', ['a'], false],
    [undefined, 'not_exists', [], true],
    [undefined, 'exists', [], false],
    [null, 'exists', [], false],
    [null, 'not_exists', [], true],
    [null, 'neq', ['a'], false],
    ['', 'exists', [], true],
    [false, 'exists', [], true],
    [[], 'exists', [], true],
    [{}, 'exists', [], true],
    [{ a: 1 }, 'neq', ['a'], false],
    ['99', 'gt', [5], false],
    [5, 'not_contains', ['5'], false],
    [true, 'not_regex', ['x'], false],
    ['nonsense', 'not_in_cidr', ['10.0.0.0/8'], false],
    ['v1.0.0', 'semver_gte', ['0.0.1'], false],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });

  it('is present but not comparable if it is NaN or an infinity', () => {
    for (const x of [Number.NaN, Infinity]) {
      expect(holds(condition('x', 'exists'), { x })).toBe(true);
      expect(holds(condition('x', 'neq', 1), { x })).toBe(false);
      expect(holds(condition('x', 'gt', 1), { x })).toBe(false);
    }
  });
});

describe('An array', () => {
  it.each<Row>([
    [['dev', 'admin'], 'eq', ['admin'], true],
    [['dev', 'admin'], 'neq', ['admin'], false],
    [['dev'], 'neq', ['admin'], true],
    [[], 'eq', ['admin'], false],
    [[], 'not_in', ['admin'], true],
    [[5, 50], 'gt', [18], true],
    [[1, 2], 'not_contains', ['x'], true],
    [[['admin']], 'eq', ['admin'], false],
    [[null, {}], 'not_in', ['a'], true],
    [['10.0.0.1', 'nonsense'], 'not_in_cidr', ['192.168.0.0/16'], true],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });
});

describe('Numbers and strings', () => {
  it.each<Row>([
    [5, 'gt', [10, 3], true],
    [3, 'gt', [3], false],
    [3, 'gte', [3], true],
    [2.5, 'lt', [1, 3], true],
    [3, 'lte', [2], false],
    ['checkout', 'contains', ['eck'], true],
    ['checkout', 'contains', ['x', ''], true],
    ['checkout', 'not_contains', ['eck'], false],
    ['checkout', 'starts_with', ['check'], true],
    ['checkout', 'not_starts_with', ['out'], true],
    ['checkout', 'ends_with', ['OUT'], false],
    ['checkout', 'not_ends_with', ['out'], false],
    ['checkout', 'regex', ['^c.*t$'], true],
    ['checkout', 'regex', ['kou'], true],
    ['CHECKOUT', 'regex', ['kou'], false],
    ['CHECKOUT', 'regex', ['(?i)kou'], true],
    ['😀', 'regex', ['^.$'], true],
    ['a\nb', 'regex', ['a.b'], false],
    ['checkout', 'not_regex', ['^x'], true],
    ['x'.repeat(1024), 'regex', ['x$'], true],
    ['x'.repeat(1025), 'regex', ['x$'], false],
    ['x'.repeat(1025), 'not_regex', ['y'], false],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });
});

describe('Instants', () => {
  const newYear = '2026-01-01T00:00:00Z';
  it.each<Row>([
    ['2025-12-31T23:59:59.999Z', 'before', [newYear], true],
    ['2026-01-01T01:00:00+01:00', 'before', [newYear], false],
    ['2026-01-01T01:00:00+01:00', 'after', [newYear], false],
    [1_767_225_599_999, 'before', [newYear], true],
    ['2026-01-01t00:00:00.0019z', 'after', [1_767_225_600_000], true],
    ['2026-01-01T00:00:00.0009Z', 'after', [newYear], false],
    ['2026-01-01', 'before', ['2027-01-01T00:00:00Z'], false],
    ['2026-01-01T00:00:00', 'before', ['2027-01-01T00:00:00Z'], false],
    ['2026-01-01 00:00:00Z', 'before', ['2027-01-01T00:00:00Z'], false],
    ['2026-02-29T00:00:00Z', 'before', ['2027-01-01T00:00:00Z'], false],
    ['2024-02-29T00:00:00Z', 'before', [newYear], true],
    ['1900-02-29T00:00:00Z', 'before', [newYear], false],
    ['2025-12-31T23:59:60Z', 'before', ['2027-01-01T00:00:00Z'], false],
    ['2025-12-31T24:00:00Z', 'before', ['2027-01-01T00:00:00Z'], false],
    ['0099-01-01T00:00:00Z', 'before', ['1000-01-01T00:00:00Z'], true],
    ['+275760-09-13T00:00:00.001Z', 'after', [newYear], false],
    [8.65e15, 'after', [newYear], true],
    ['2026-06-01T00:00:00Z', 'after', [newYear, '2027-01-01T00:00:00Z'], true],
    [true, 'after', [0], false],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });
});

describe('Versions', () => {
  const inOrder =
    '1.0.0-0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.2.0 1.10.0 2.0.0 99999999999999999999.0.0'.split(
      ' ',
    );

  it('have the precedence of the specification', () => {
    for (const [a, lower] of inOrder.entries()) {
      for (const [b, higher] of inOrder.entries()) {
        expect([lower, higher, check(lower, 'semver_lt', [higher])]).toEqual([lower, higher, a < b]);
        expect(check(lower, 'semver_gte', [higher])).toBe(a >= b);
        expect(check(lower, 'semver_eq', [higher])).toBe(a === b);
      }
    }
  });

  it.each<Row>([
    ['1.0.0+a', 'semver_eq', ['1.0.0+b'], true],
    ['1.0', 'semver_lt', ['2.0.0'], false],
    ['01.0.0', 'semver_lt', ['2.0.0'], false],
    ['1.0.0-01', 'semver_lt', ['2.0.0'], false],
    ['1.0.0-', 'semver_lt', ['2.0.0'], false],
    ['1.0.0+', 'semver_lt', ['2.0.0'], false],
    ['1.0.0-a..b', 'semver_lt', ['2.0.0'], false],
    ['1.0.0-x-y.--', 'semver_lt', ['1.0.0'], true],
    ['1.5.0', 'semver_gt', ['2.0.0', '1.0.0'], true],
    ['1.5.0', 'semver_lte', ['1.4.9'], false],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });
});

describe('Addresses', () => {
  it.each<Row>([
    ['10.20.30.40', 'in_cidr', ['10.0.0.0/8'], true],
    ['11.0.0.0', 'in_cidr', ['10.255.255.255/8'], false],
    ['10.1.2.3', 'in_cidr', ['10.1.2.3'], true],
    ['10.1.2.4', 'in_cidr', ['10.1.2.3/31'], false],
    ['10.1.2.2', 'in_cidr', ['10.1.2.3/31'], true],
    ['1.2.3.4', 'in_cidr', ['0.0.0.0/0'], true],
    ['1.2.3.4', 'in_cidr', ['::/0'], false],
    ['::1', 'in_cidr', ['0.0.0.0/0'], false],
    ['::ffff:10.0.0.1', 'in_cidr', ['10.0.0.0/8'], true],
    ['10.0.0.1', 'in_cidr', ['::ffff:10.0.0.0/104'], true],
    ['10.0.0.1', 'in_cidr', ['::ffff:0:0/95'], false],
    ['2001:DB8::7', 'in_cidr', ['2001:db8::/32'], true],
    ['2001:db9::7', 'in_cidr', ['2001:db8::/31'], true],
    ['2001:dba::7', 'in_cidr', ['2001:db8::/31'], false],
    ['1:2:3:4:5:6:7:8', 'in_cidr', ['1:2:3:4:5:6:7:8/128'], true],
    ['1:2:3:4:5:6:7::', 'in_cidr', ['1:2:3:4:5:6:7:0'], true],
    ['1::3:4:5:6:7:8', 'in_cidr', ['::/0'], true],
    ['1:2:3:4::5:6:7:8', 'in_cidr', ['::/0'], false],
    ['fe80::1%eth0', 'in_cidr', ['::/0'], false],
    ['010.0.0.1', 'in_cidr', ['0.0.0.0/0'], false],
    ['256.0.0.1', 'in_cidr', ['0.0.0.0/0'], false],
    ['1.2.3', 'in_cidr', ['0.0.0.0/0'], false],
    ['10.0.0.1', 'not_in_cidr', ['192.168.0.0/16', '172.16.0.0/12'], true],
    ['172.31.0.1', 'not_in_cidr', ['192.168.0.0/16', '172.16.0.0/12'], false],
  ])(title, (value, operator, entries, expected) => {
    expect(check(value, operator, entries)).toBe(expected);
  });
});

describe('An attribute', () => {
  const read = (attribute: string, context: EvaluationContext, value: JsonValue): boolean =>
    holds(condition(attribute, 'eq', value), context);

  it('is the exact member if there is one, else a path into objects', () => {
    expect(read('a.b', { 'a.b': 1, a: { b: 2 } }, 1)).toBe(true);
    expect(read('a.b', { 'a.b': null, a: { b: 2 } }, 2)).toBe(true);
    expect(read('a.b.c', { a: { b: { c: 3 } } }, 3)).toBe(true);
    expect(holds(condition('a.b.c', 'exists'), { a: { 'b.c': 3 } })).toBe(false);
    expect(holds(condition('a.0', 'exists'), { a: [1] })).toBe(false);
    expect(holds(condition('a.length', 'exists'), { a: 'text' })).toBe(false);
  });

  it('is never inherited', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'constructor.name', '__proto__.toString']) {
      expect(holds(condition(name, 'exists'), {})).toBe(false);
    }
    expect(read('toString', JSON.parse('{"toString": "own"}'), 'own')).toBe(true);
    expect(read('__proto__', JSON.parse('{"__proto__": "own"}'), 'own')).toBe(true);
  });

  it('has stand-ins for targetingKey, userId and key only if it is absent itself', () => {
    expect(read('targetingKey', { userId: 'u', key: 'k' }, 'u')).toBe(true);
    expect(read('targetingKey', { key: 'k' }, 'k')).toBe(true);
    expect(read('userId', { targetingKey: 't', key: 'k' }, 't')).toBe(true);
    expect(read('key', { targetingKey: 't' }, 't')).toBe(true);
    expect(read('targetingKey', { targetingKey: null, userId: 'u' }, 'u')).toBe(true);
    expect(read('targetingKey', { targetingKey: '', userId: 'u' }, 'u')).toBe(false);
    expect(holds(condition('userId', 'exists'), { key: 'k' })).toBe(false);
    expect(holds(condition('key', 'exists'), { userId: 'u' })).toBe(false);
  });
});

describe('A segment', () => {
  const pro = { conditions: [condition('plan', 'eq', 'pro')] };
  const beta = segment('beta', { included: ['in', 'both'], excluded: ['out', 'both'], rules: [pro] });
  const belongs = (context: EvaluationContext, ...segments: readonly ReturnType<typeof segment>[]): boolean =>
    holds(inSegment('beta'), context, segments.length === 0 ? [beta] : segments);

  it('contains included contexts, unless they are excluded, and contexts that its rules match', () => {
    expect(belongs({ targetingKey: 'in' })).toBe(true);
    expect(belongs({ userId: 'in' })).toBe(true);
    expect(belongs({ targetingKey: 'both', plan: 'pro' })).toBe(false);
    expect(belongs({ targetingKey: 'out', plan: 'pro' })).toBe(false);
    expect(belongs({ targetingKey: 'other', plan: 'pro' })).toBe(true);
    expect(belongs({ plan: 'pro' })).toBe(true);
    expect(belongs({})).toBe(false);
  });

  it('compares keys without coercion', () => {
    const numbered = segment('beta', { included: ['42'] });
    expect(belongs({ targetingKey: '42' }, numbered)).toBe(true);
    expect(belongs({ targetingKey: 42 }, numbered)).toBe(false);
    expect(belongs({ targetingKey: ['42'] }, numbered)).toBe(false);
  });

  it('with a rule without conditions contains all contexts but the excluded ones', () => {
    const all = segment('beta', { excluded: ['out'], rules: [{ conditions: [] }] });
    expect(belongs({}, all)).toBe(true);
    expect(belongs({ targetingKey: 'out' }, all)).toBe(false);
  });

  it('is tested by in and eq, and negated by not_in and neq', () => {
    const asked = (operator: string, ...keys: readonly string[]): boolean =>
      holds({ ...inSegment(...keys), operator }, { targetingKey: 'in' }, [beta, segment('empty')]);
    expect(['in', 'eq', 'not_in', 'neq'].map((operator) => asked(operator, 'beta'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(asked('in', 'empty', 'beta')).toBe(true);
    expect(asked('not_in', 'empty', 'beta')).toBe(false);
    expect(asked('in')).toBe(false);
    expect(asked('not_in')).toBe(true);
  });

  it('that is missing has no members', () => {
    expect(holds(inSegment('ghost'), { targetingKey: 'in' })).toBe(false);
    expect(holds({ ...inSegment('ghost'), operator: 'not_in' }, {})).toBe(true);
  });

  it('may name segments; a reference on a cycle has no members', () => {
    const a = segment('beta', { rules: [{ conditions: [inSegment('b')] }] });
    const b = segment('b', { included: ['u'], rules: [{ conditions: [inSegment('beta')] }] });
    expect(belongs({ targetingKey: 'in' }, a, segment('b', { included: ['in'] }))).toBe(true);
    expect(belongs({ targetingKey: 'u' }, a, b)).toBe(false);
    expect(holds(inSegment('b'), { targetingKey: 'u' }, [a, b])).toBe(true);
    expect(
      belongs(
        {},
        segment('beta', { rules: [{ conditions: [{ ...inSegment('beta'), operator: 'not_in' }] }] }),
      ),
    ).toBe(true);
  });

  it('may be nested 5,000 levels deep', () => {
    const chain = Array.from({ length: 5000 }, (_, index) =>
      segment(`s${index}`, { rules: [{ conditions: [inSegment(`s${index + 1}`)] }] }),
    );
    const end = segment('s5000', { included: ['u'] });
    expect(holds(inSegment('s0'), { targetingKey: 'u' }, [...chain, end])).toBe(true);
    expect(holds(inSegment('s0'), { targetingKey: 'v' }, [...chain, end])).toBe(false);
  });
});

describe('checkCondition', () => {
  const paths = (asked: unknown): readonly string[] => checkCondition(asked).map(({ path }) => path);

  it('finds nothing in a condition that is understood', () => {
    expect(paths(condition('a', 'in', 'x', 1, true))).toEqual([]);
    expect(paths(condition('a', 'exists', null))).toEqual([]);
    expect(paths(inSegment('s'))).toEqual([]);
  });

  it('names every entry that its operator does not take', () => {
    expect(paths(condition('a', 'eq', null, 'x', [1], {}))).toEqual(['values[0]', 'values[2]', 'values[3]']);
    expect(paths(condition('a', 'gt', '18'))).toEqual(['values[0]']);
    expect(paths(condition('a', 'contains', '\ud83d'))).toEqual(['values[0]']);
    expect(paths(condition('a', 'regex', '(', 'x'.repeat(1025)))).toEqual(['values[0]', 'values[1]']);
    expect(paths(condition('a', 'before', 'tomorrow', '2026-01-01T00:00:00Z'))).toEqual(['values[0]']);
    expect(paths(condition('a', 'semver_eq', '1.0'))).toEqual(['values[0]']);
    expect(paths(condition('a', 'in_cidr', '10.0.0.0/33', '::/129', '10.0.0.0/08'))).toHaveLength(3);
  });

  it('names what is wrong and what would be right', () => {
    const [problem] = checkCondition(condition('a', 'regex', 'a(?=b)'));
    expect(problem?.message).toContain('For regex, the value must be a regular expression of RE2 syntax');
  });

  it.each([
    [null, ''],
    [{ ...condition('a', 'eq', 1), values: 'x' }, 'values'],
    [{ ...condition('a', 'eq', 1), conditionType: 'weather' }, 'conditionType'],
    [condition('', 'eq', 1), 'attribute'],
    [condition('a', 'resembles', 1), 'operator'],
    [{ ...inSegment('s'), operator: 'contains' }, 'operator'],
    [{ ...inSegment('s'), values: [1] }, 'values[0]'],
  ])('refuses %j, naming %j', (asked, path) => {
    expect(paths(asked)).toEqual([path]);
  });
});
