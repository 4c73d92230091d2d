import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PersonalValues } from '../../model/personal-values.ts';
import { checkValues } from './check-values.ts';
import { restoreValues } from './restore-values.ts';
import { separateValues } from './separate-values.ts';

const condition = (values: readonly unknown[], conditionType = 'user') => ({
  conditionType,
  attribute: 'email',
  operator: 'in',
  values,
});
const rule = (...values: readonly unknown[]) => ({ id: 'r', conditions: [condition(values)] });

/** The entry as it is stored: with the values apart. */
function separated(resourceType: string, oldValue: unknown, newValue: unknown = null) {
  const entry = separateValues({ resourceType, oldValue, newValue }, randomBytes);
  return { entry, personal: 'personal' in entry ? entry.personal : undefined };
}
const stored = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('values that may name people', () => {
  it.each([
    ['user', { kind: 'person', name: 'Eve', email: 'eve@example.org', role: 'admin' }],
    ['user', { kind: 'service', name: 'Eve', email: null, role: 'admin' }],
    ['flag', { key: 'a', owner: 'Eve', rules: [rule('Eve', { b: 1, a: 'Eve' }, 2e300)] }],
    ['flag', { key: 'a', configurations: { production: { rules: [rule('Eve')] } } }],
    ['flag_environment', { enabled: true, rules: [rule('x', 'Eve'), rule('Eve')] }],
    ['rule', { ...rule('Eve'), description: 'd' }],
    ['segment', { name: 's', included: ['Eve'], excluded: ['x', 'Eve'], rules: [rule('Eve')] }],
    [
      'segment',
      { members: { included: { added: ['Eve'], removed: [], count: 1 }, excluded: { added: [] } } },
    ],
    ['segment', { included: Array.from({ length: 250 }, (_, index) => `Eve-${index}`) }],
  ])('of a %s are replaced by references, and put back: %j', (resourceType, value) => {
    const { entry, personal } = separated(resourceType, value, { ...value, key: 'other' });
    expect(JSON.stringify(entry.oldValue)).not.toContain('Eve');
    expect(JSON.stringify(entry.newValue)).not.toContain('Eve');
    const { oldValue, newValue } = stored(entry);
    expect(restoreValues(resourceType, oldValue, stored(personal?.blocks ?? []))).toEqual(value);
    expect(restoreValues(resourceType, newValue, stored(personal?.blocks ?? []))).toEqual({
      ...value,
      key: 'other',
    });
    expect(checkValues({ resourceType, oldValue, newValue }, stored(personal))).toBeUndefined();
  });

  it.each([
    ['segment', { name: 'Eve', included: [], rules: [{ conditions: [condition(['beta'], 'segment')] }] }],
    ['flag', { owner: null, metadata: { owner: 'Eve' } }],
    ['sdk_key', { name: 'Eve' }],
    ['user', null],
  ])('are not names of resources, keys of segments, or metadata: %s %j', (resourceType, value) => {
    const entry = { resourceType, oldValue: value, newValue: undefined };
    expect(separateValues(entry, randomBytes)).toBe(entry);
  });

  it('that old and new value share are kept once, with one salt', () => {
    const { entry, personal } = separated(
      'segment',
      { included: ['a', 'b'] },
      { included: ['a', 'b'], x: 1 },
    );
    expect(personal?.blocks).toEqual([['a'], ['b']]);
    expect(entry.newValue).toMatchObject(entry.oldValue ?? {});
  });

  it('have other digests in each entry', () => {
    const [one, other] = [separated('user', { name: 'Eve' }), separated('user', { name: 'Eve' })];
    expect(JSON.stringify(one.entry.oldValue)).not.toBe(JSON.stringify(other.entry.oldValue));
    expect(one.personal?.digests).not.toBe(other.personal?.digests);
  });
});

describe('the check', () => {
  const value = { name: 's', included: ['a', 'b'] };
  const { entry, personal = { blocks: [], salts: '', digests: '' } } = separated('segment', value);
  const check = (change: Partial<PersonalValues>) => checkValues(entry, { ...personal, ...change });

  it('finds what is missing or was changed', () => {
    expect(checkValues(entry, undefined)).toBe('missing');
    expect(check({ blocks: [['a'], ['c']] })).toBe('changed');
    expect(check({ salts: `${'1'.repeat(32)}${personal.salts.slice(32)}` })).toBe('changed');
    expect(check({ digests: `${'1'.repeat(64)}${personal.digests.slice(64)}` })).toBe('changed');
    expect(check({ digests: personal.digests.slice(64) })).toBe('changed');
  });

  it('leaves out a block without its salt, but not its digest', () => {
    const erased = {
      blocks: [[{ erased: true }], ['b']],
      salts: `${'0'.repeat(32)}${personal.salts.slice(32)}`,
    };
    expect(check(erased)).toBeUndefined();
    expect(check({ ...erased, blocks: [[{ erased: true }], ['c']] })).toBe('changed');
    expect(check({ ...erased, digests: `${'1'.repeat(64)}${personal.digests.slice(64)}` })).toBe('changed');
  });
});
