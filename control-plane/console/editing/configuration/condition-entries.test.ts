import { describe, expect, it } from 'vitest';
import { OPERATORS } from '../../../../shared/model/flag-set.ts';
import { convertEntries, entryTypeOf, parseEntry, shownEntry } from './condition-entries.ts';
import { entryKindOf, OPERATOR_GROUPS } from './operators.ts';

it('every operator of the evaluator can be chosen, once', () => {
  const offered = OPERATOR_GROUPS.flatMap(({ operators }) => operators.map(({ operator }) => operator));
  expect(offered.toSorted()).toEqual(OPERATORS.toSorted());
});

describe('an entry', () => {
  it.each([
    ['42', 'text', 'any', '42'],
    [' pro ', 'text', 'any', ' pro '],
    ['42', 'number', 'number', 42],
    ['1e3', 'number', 'number', 1_000],
    ['true', 'boolean', 'any', true],
    ['"5"', 'mixed', 'any', '5'],
    ['5', 'mixed', 'any', 5],
    ['2027-01-31T12:00:00Z', 'text', 'instant', '2027-01-31T12:00:00Z'],
    ['1700000000000', 'text', 'instant', 1_700_000_000_000],
    [' 10.0.0.0/8 ', 'text', 'address', '10.0.0.0/8'],
  ] as const)('%j typed as %s (%s) is %j', (text, type, kind, value) => {
    expect(parseEntry(text, type, kind)).toEqual({ value });
  });

  it.each([
    ['x', 'number', 'number'],
    ['', 'number', 'number'],
    ['0x10', 'number', 'number'],
    ['yes', 'boolean', 'any'],
    ['pro', 'mixed', 'any'],
    ['null', 'mixed', 'any'],
    ['tomorrow', 'text', 'instant'],
    ['2027-02-31x', 'text', 'instant'],
  ] as const)('%j typed as %s (%s) is refused', (text, type, kind) => {
    expect(parseEntry(text, type, kind)).toHaveProperty('fault');
  });

  it('that is a day is its beginning where the viewer is', () => {
    const value = new Date('2027-01-31T00:00').toISOString().replace('.000Z', 'Z');
    expect(parseEntry('2027-01-31', 'text', 'instant')).toEqual({ value });
  });

  it.each([
    [['a', 'b'], 'in'],
    [[1, 2.5], 'in'],
    [[true, false], 'in'],
    [['1', 1, true], 'in'],
    [[18], 'gte'],
    [['2027-01-31T12:00:00Z', 1_700_000_000_000], 'before'],
    [['"quoted"', ''], 'contains'],
  ] as const)('is the same after it was shown: %j of %s', (values, operator) => {
    const kind = entryKindOf(operator);
    const type = entryTypeOf(values, kind);
    const back = values.map((value) => parseEntry(shownEntry(value, type, kind), type, kind));
    expect(back).toEqual(values.map((value) => ({ value })));
  });
});

it('values that have no equal in the new type are left out', () => {
  expect(convertEntries(['18', 'x', true], 'number', 'number')).toEqual([18]);
  expect(convertEntries([18, true], 'text', 'any')).toEqual(['18', 'true']);
});
