import type { Condition } from '../../shared/model/flag-set.ts';
import type { JsonValue } from '../../shared/model/json.ts';
import { condition } from '../evaluator/scenarios.ts';

/** A family of operators: conditions that are expensive for attributes that are expensive. */
export interface Family {
  readonly name: string;
  /** A condition that does not hold for the family's attributes, so that the next rule is tried. */
  readonly failing: (attribute: string, index: number, entries: number) => Condition;
  /** One value of an attribute, or one element of its array, of about this many code units. */
  readonly element: (index: number, length: number) => JsonValue;
  /** Entries of one condition. */
  readonly entries: readonly number[];
  /** Lengths of a value to begin with. */
  readonly lengths: readonly number[];
}

const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

export const FAMILIES: readonly Family[] = [
  {
    name: 'equality',
    failing: (attribute, index, entries) =>
      condition(
        attribute,
        'in',
        list(entries, (entry) => `no-${index}-${entry}`),
      ),
    element: (index, length) => `v${index}`.padEnd(length, 'x'),
    entries: [1, 20],
    lengths: [4, 100],
  },
  {
    name: 'numbers',
    failing: (attribute, index) => condition(attribute, 'gt', [1e9 + index]),
    element: (index) => index,
    entries: [1],
    lengths: [4],
  },
  {
    name: 'instants',
    failing: (attribute, index) => condition(attribute, 'after', [4e12 + index]),
    element: (index, length) => `2026-01-01T00:00:00.${String(index).padEnd(Math.max(3, length - 21), '0')}Z`,
    entries: [1],
    lengths: [25, 200],
  },
  {
    name: 'versions',
    failing: (attribute, index, entries) =>
      condition(
        attribute,
        'semver_eq',
        list(entries, (entry) => `9.${index}.${entry}`),
      ),
    element: (index, length) => `1.${index}.0-${'a.'.repeat(Math.max(0, (length - 10) >> 1))}1`,
    entries: [1, 20],
    lengths: [8, 60],
  },
  {
    name: 'addresses',
    failing: (attribute, index, entries) =>
      condition(
        attribute,
        'in_cidr',
        list(entries, (entry) => `2001:db8:${(index & 0xffff).toString(16)}:${entry.toString(16)}::/64`),
      ),
    element: (index) => `fe80::${index.toString(16)}:1:2:3:ffff`,
    entries: [1, 20],
    lengths: [20],
  },
  {
    name: 'text search',
    failing: (attribute, index, entries) =>
      condition(
        attribute,
        'contains',
        list(entries, (entry) => `b${'a'.repeat(20 + ((index + entry) % 200))}`),
      ),
    element: (_, length) => 'a'.repeat(length),
    entries: [1, 3],
    lengths: [30, 500, 8_000],
  },
  {
    name: 'beginnings of texts',
    failing: (attribute, index, entries) =>
      condition(
        attribute,
        'starts_with',
        list(entries, (entry) => `${'a'.repeat(60)}b${index}-${entry}`),
      ),
    element: (index, length) => `${'a'.repeat(Math.max(1, length - 4))}${index}`,
    entries: [1, 20],
    lengths: [30, 100],
  },
  {
    name: 'regular expressions',
    failing: (attribute, index) => condition(attribute, 'regex', [`(a|aa)*b${index}$`]),
    element: (_, length) => 'a'.repeat(length),
    entries: [1],
    lengths: [100, 1_000],
  },
];
