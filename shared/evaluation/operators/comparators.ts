import {
  type IpAddress,
  type IpRange,
  isInIpRange,
  readIpAddress,
  readIpRange,
} from '../../model/ip-address.ts';
import type { JsonValue } from '../../model/json.ts';
import { type Pattern, type PatternCompiler, REGEX_TEXT_LIMIT } from '../regex/pattern.ts';
import { readInstant } from './instant.ts';
import { compareVersions, readVersion, type Version } from './semver.ts';

/**
 * Whether a value (an attribute that is not an array, or an element of one) matches any entry of a condition; `null` if the
 * operator does not take values of this type.
 */
export type Matcher = (value: JsonValue) => boolean | null;

/** One entry of `values` as the operator reads it, or why it cannot: a phrase such as "must be a number". */
type EntryResult<Entry> = { readonly entry: Entry } | { readonly fault: string };

/** A way to compare attributes with the entries of a condition. An operator and its negation share one. */
export interface Comparator {
  /** Why the entry cannot be used, as a phrase that follows its name; `null` if it can. */
  readonly faultOf: (entry: JsonValue, patterns: PatternCompiler) => string | null;
  /** Ignores entries with a fault. */
  readonly matcher: (entries: readonly JsonValue[], patterns: PatternCompiler) => Matcher;
}

function comparator<Entry>(
  read: (entry: JsonValue, patterns: PatternCompiler) => EntryResult<Entry>,
  build: (entries: readonly Entry[]) => Matcher,
): Comparator {
  return {
    faultOf: (entry, patterns) => {
      const result = read(entry, patterns);
      return 'fault' in result ? result.fault : null;
    },
    matcher: (entries, patterns) => {
      const readable: Entry[] = [];
      for (const value of entries) {
        const result = read(value, patterns);
        if ('entry' in result) readable.push(result.entry);
      }
      return build(readable);
    },
  };
}

function orFault<Entry>(entry: Entry | null, fault: string): EntryResult<Entry> {
  return entry === null ? { fault } : { entry };
}

/** What `eq` and `in` compare. */
export type Scalar = string | number | boolean;

export function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** A longer list becomes a `Set`. In a shorter one comparing is faster than hashing a string. */
const MAX_SCANNED_ENTRIES = 8;

export const equality: Comparator = comparator<Scalar>(
  (entry) => (isScalar(entry) ? { entry } : { fault: 'must be a string, a number or a boolean' }),
  (entries) => {
    const [only] = entries;
    if (entries.length === 1) return (value) => (isScalar(value) ? value === only : null);
    if (entries.length <= MAX_SCANNED_ENTRIES) {
      return (value) => (isScalar(value) ? entries.includes(value) : null);
    }
    const set = new Set(entries);
    return (value) => (isScalar(value) ? set.has(value) : null);
  },
);

/** @param easiest the entry that decides: entries are OR-ed, so it is the one that most values match */
function numeric(
  easiest: (entries: readonly number[]) => number,
  test: (value: number, bound: number) => boolean,
): Comparator {
  return comparator<number>(
    (entry) =>
      typeof entry === 'number' && Number.isFinite(entry) ? { entry } : { fault: 'must be a number' },
    (entries) => {
      const bound = easiest(entries);
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? test(value, bound) : null);
    },
  );
}

const lowest = (entries: readonly number[]): number => entries.reduce((a, b) => Math.min(a, b), Infinity);
const highest = (entries: readonly number[]): number => entries.reduce((a, b) => Math.max(a, b), -Infinity);

export const greater: Comparator = numeric(lowest, (value, bound) => value > bound);
export const greaterOrEqual: Comparator = numeric(lowest, (value, bound) => value >= bound);
export const less: Comparator = numeric(highest, (value, bound) => value < bound);
export const lessOrEqual: Comparator = numeric(highest, (value, bound) => value <= bound);

function readText(entry: JsonValue): EntryResult<string> {
  if (typeof entry !== 'string') return { fault: 'must be a string' };
  return entry.isWellFormed() ? { entry } : { fault: 'must not contain a lone surrogate' };
}

function textual(test: (value: string, entry: string) => boolean): Comparator {
  return comparator<string>(readText, (entries) => {
    const [only] = entries;
    if (only !== undefined && entries.length === 1) {
      return (value) => (typeof value === 'string' ? test(value, only) : null);
    }
    return (value) => (typeof value === 'string' ? entries.some((entry) => test(value, entry)) : null);
  });
}

export const contains: Comparator = textual((value, entry) => value.includes(entry));
export const startsWith: Comparator = textual((value, entry) => value.startsWith(entry));
export const endsWith: Comparator = textual((value, entry) => value.endsWith(entry));

export const regex: Comparator = comparator<Pattern>(
  (entry, patterns) => {
    const text = readText(entry);
    if ('fault' in text) return text;
    const result = patterns(text.entry);
    return 'fault' in result ? result : { entry: result.pattern };
  },
  (patterns) => {
    // Many flags have the same condition, and a bulk evaluation asks it once for each of them.
    let lastText = '';
    let lastResult = patterns.some((pattern) => pattern.test(''));
    return (value) => {
      if (typeof value !== 'string' || value.length > REGEX_TEXT_LIMIT) return null;
      if (value === lastText) return lastResult;
      lastResult = patterns.some((pattern) => pattern.test(value));
      lastText = value;
      return lastResult;
    };
  },
);

function temporal(
  easiest: (entries: readonly number[]) => number,
  test: (instant: number, bound: number) => boolean,
): Comparator {
  return comparator<number>(
    (entry) =>
      orFault(
        readInstant(entry),
        'must be an RFC 3339 date with time and offset, or a number of milliseconds since 1970',
      ),
    (entries) => {
      const bound = easiest(entries);
      return (value) => {
        const instant = readInstant(value);
        return instant === null ? null : test(instant, bound);
      };
    },
  );
}

export const before: Comparator = temporal(highest, (instant, bound) => instant < bound);
export const after: Comparator = temporal(lowest, (instant, bound) => instant > bound);

/** @param test takes the precedence of the value relative to the entry, as `compareVersions` gives it */
function versioned(test: (order: number) => boolean): Comparator {
  return comparator<Version>(
    (entry) =>
      orFault(
        readVersion(entry),
        'must be a version of Semantic Versioning 2.0.0, such as "1.20.3" or "2.0.0-rc.1"',
      ),
    (entries) => (value) => {
      const version = readVersion(value);
      return version === null ? null : entries.some((entry) => test(compareVersions(version, entry)));
    },
  );
}

export const versionEqual: Comparator = versioned((order) => order === 0);
export const versionGreater: Comparator = versioned((order) => order > 0);
export const versionGreaterOrEqual: Comparator = versioned((order) => order >= 0);
export const versionLess: Comparator = versioned((order) => order < 0);
export const versionLessOrEqual: Comparator = versioned((order) => order <= 0);

export const inCidr: Comparator = comparator<IpRange>(
  (entry) =>
    orFault(readIpRange(entry), 'must be an IPv4 or IPv6 range, such as "10.0.0.0/8" or "2001:db8::/32"'),
  (entries) => (value) => {
    const address: IpAddress | null = readIpAddress(value);
    return address === null ? null : entries.some((entry) => isInIpRange(address, entry));
  },
);
