import type { JsonValue } from '../../model/json.ts';
import { readAddressInterval, readAddressKey } from './address-range.ts';
import { type Comparator, comparator, type EntryResult } from './comparator.ts';
import { readInstant } from './instant.ts';
import {
  anyInIntervals,
  type Interval,
  isInIntervals,
  mergeIntervals,
  type OrderedKey,
} from './ordered-keys.ts';
import type { ParsedValues } from './parsed-values.ts';
import { isDistinctNumber, isScalar, isScalarEntry, type Scalar } from './scalar.ts';
import { readVersion } from './semver.ts';

function orFault<Entry>(entry: Entry | null, fault: string): EntryResult<Entry> {
  return entry === null ? { fault } : { entry };
}

/** A longer list becomes a `Set`. In a shorter one comparing is faster than hashing a string. */
const MAX_SCANNED_ENTRIES = 8;

export const equality: Comparator = comparator<Scalar>(
  (entry) => (isScalarEntry(entry) ? { entry } : { fault: 'must be a string, a number or a boolean' }),
  (entries) => {
    if (entries.length <= MAX_SCANNED_ENTRIES) {
      const [only] = entries;
      const includes =
        entries.length === 1 ? (value: Scalar) => value === only : (value: Scalar) => entries.includes(value);
      return {
        one: (value) => (isScalar(value) ? includes(value) : null),
        any: (elements) => entries.some((entry) => elements.scalars().has(entry)),
        parsed: null,
      };
    }
    const set = new Set(entries);
    return {
      one: (value) => (isScalar(value) ? set.has(value) : null),
      any: (elements) => haveCommon(set, elements.scalars()),
      parsed: null,
    };
  },
);

function haveCommon(a: ReadonlySet<Scalar>, b: ReadonlySet<Scalar>): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const value of fewer) if (more.has(value)) return true;
  return false;
}

/** How a family of operators reads entries and attributes as keys that have an order. */
interface Ordered<Key extends OrderedKey> {
  readonly read: (value: JsonValue) => Key | null;
  /** In ascending order. */
  readonly keysOf: (values: ParsedValues) => readonly Key[];
  /** What an entry must be. */
  readonly fault: string;
  /** Whether reading a text costs more than to look up what was read before. */
  readonly isParsed: boolean;
}

const numbers: Ordered<number> = {
  read: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null),
  keysOf: (values) => values.numbers(),
  fault: 'must be a number',
  isParsed: false,
};

const instants: Ordered<number> = {
  read: readInstant,
  keysOf: (values) => values.instants(),
  fault: 'must be an RFC 3339 date with time and offset, or a number of milliseconds since 1970',
  isParsed: true,
};

const versions: Ordered<string> = {
  read: readVersion,
  keysOf: (values) => values.versions(),
  fault: 'must be a version of Semantic Versioning 2.0.0, such as "1.20.3" or "2.0.0-rc.1"',
  isParsed: true,
};

/** The last key for an operator that higher keys match, the first one for the others. */
type End = 'first' | 'last';

/**
 * An operator that compares order. Entries are OR-ed, so the one that most keys match decides: the lowest for an operator that
 * higher keys match. Of several keys the one that matches the most entries decides, likewise.
 */
function ordering<Key extends OrderedKey>(
  { read, keysOf, fault, isParsed }: Ordered<Key>,
  matchingEnd: End,
  test: (key: Key, bound: Key) => boolean,
): Comparator {
  return comparator<Key>(
    (entry) => orFault(read(entry), fault),
    (entries) => {
      const bound = entries.reduce<Key | null>(
        (best, entry) => (best === null || best < entry === (matchingEnd === 'first') ? entry : best),
        null,
      );
      const holds = (key: Key): boolean => bound !== null && test(key, bound);
      const any = (elements: ParsedValues): boolean => {
        const key = keysOf(elements).at(matchingEnd === 'last' ? -1 : 0);
        return key !== undefined && holds(key);
      };
      return {
        one: (value) => {
          const key = read(value);
          return key === null ? null : holds(key);
        },
        any,
        parsed: isParsed ? (text) => (keysOf(text).length === 0 ? null : any(text)) : null,
      };
    },
  );
}

// Rounding keeps the order of two numbers or makes them equal. So only "or equal" checks whether they are the same.
export const greater: Comparator = ordering(numbers, 'last', (value, bound) => value > bound);
export const greaterOrEqual: Comparator = ordering(
  numbers,
  'last',
  (value, bound) => value > bound || (value === bound && isDistinctNumber(bound)),
);
export const less: Comparator = ordering(numbers, 'first', (value, bound) => value < bound);
export const lessOrEqual: Comparator = ordering(
  numbers,
  'first',
  (value, bound) => value < bound || (value === bound && isDistinctNumber(bound)),
);

export const before: Comparator = ordering(instants, 'first', (instant, bound) => instant < bound);
export const after: Comparator = ordering(instants, 'last', (instant, bound) => instant > bound);

export const versionGreater: Comparator = ordering(versions, 'last', (version, bound) => version > bound);
export const versionGreaterOrEqual: Comparator = ordering(versions, 'last', (key, bound) => key >= bound);
export const versionLess: Comparator = ordering(versions, 'first', (version, bound) => version < bound);
export const versionLessOrEqual: Comparator = ordering(versions, 'first', (key, bound) => key <= bound);

/** An operator that holds for the keys of its entries' intervals. */
function within(
  read: (value: JsonValue) => string | null,
  keysOf: (values: ParsedValues) => readonly string[],
  intervalOf: (entry: JsonValue) => Interval<string> | null,
  fault: string,
): Comparator {
  return comparator<Interval<string>>(
    (entry) => orFault(intervalOf(entry), fault),
    (entries) => {
      const intervals = mergeIntervals(entries);
      return {
        one: (value) => {
          const key = read(value);
          return key === null ? null : isInIntervals(key, intervals);
        },
        any: (elements) => anyInIntervals(keysOf(elements), intervals),
        parsed: (text) => {
          const [key] = keysOf(text);
          return key === undefined ? null : isInIntervals(key, intervals);
        },
      };
    },
  );
}

export const versionEqual: Comparator = within(
  readVersion,
  (values) => values.versions(),
  (entry) => {
    const version = readVersion(entry);
    return version === null ? null : { low: version, high: version };
  },
  versions.fault,
);

export const inCidr: Comparator = within(
  readAddressKey,
  (values) => values.addresses(),
  readAddressInterval,
  'must be an IPv4 or IPv6 range, such as "10.0.0.0/8" or "2001:db8::/32"',
);
