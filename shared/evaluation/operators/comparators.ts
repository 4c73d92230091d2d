import {
  type Address,
  type AddressRange,
  isInRange,
  readAddress,
  readAddressRange,
} from '../../model/ip-address.ts';
import type { JsonValue } from '../../model/json.ts';
import { readInstant } from './instant.ts';
import { type PatternCompiler, REGEX_TEXT_LIMIT } from './regex.ts';
import { compareVersions, readVersion, type Version } from './semver.ts';

/**
 * Whether one value (an attribute that is no array, or an element of one) matches any entry of a condition;
 * `null` where the operator cannot take the value.
 */
export type Matcher = (value: JsonValue) => boolean | null;

/** One entry of `values` as its operator understands it, or the sentence that says why it does not. */
export type EntryResult<Entry> = { readonly entry: Entry } | { readonly fault: string };

/** A way of comparing: how entries are read, and how values are matched against all of them. */
export interface Family {
  /** Why the entry cannot be used (to follow its name); `null` where it can. */
  readonly faultOf: (entry: JsonValue, patterns: PatternCompiler) => string | null;
  /** Only for entries without fault; others are passed over. */
  readonly matcher: (entries: readonly JsonValue[], patterns: PatternCompiler) => Matcher;
}

function family<Entry>(
  read: (entry: JsonValue, patterns: PatternCompiler) => EntryResult<Entry>,
  build: (entries: readonly Entry[]) => Matcher,
): Family {
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

/** A longer list is a set: its size then costs nothing. A shorter one is compared faster than a text is hashed. */
const LONG_LIST = 8;

export const equality: Family = family<Scalar>(
  (entry) => (isScalar(entry) ? { entry } : { fault: 'must be a text, a number or a boolean' }),
  (entries) => {
    const [only] = entries;
    if (entries.length === 1) return (value) => (isScalar(value) ? value === only : null);
    if (entries.length <= LONG_LIST) return (value) => (isScalar(value) ? entries.includes(value) : null);
    const set = new Set(entries);
    return (value) => (isScalar(value) ? set.has(value) : null);
  },
);

/** Numbers: as entries are OR-ed, the one that is easiest to satisfy decides. */
function numeric(
  easiest: (entries: readonly number[]) => number,
  test: (a: number, b: number) => boolean,
): Family {
  return family<number>(
    (entry) =>
      typeof entry === 'number' && Number.isFinite(entry) ? { entry } : { fault: 'must be a number' },
    (entries) => {
      const bound = easiest(entries);
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? test(value, bound) : null);
    },
  );
}

const least = (entries: readonly number[]): number => entries.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (entries: readonly number[]): number => entries.reduce((a, b) => Math.max(a, b), -Infinity);

export const greater: Family = numeric(least, (value, bound) => value > bound);
export const greaterOrEqual: Family = numeric(least, (value, bound) => value >= bound);
export const less: Family = numeric(greatest, (value, bound) => value < bound);
export const lessOrEqual: Family = numeric(greatest, (value, bound) => value <= bound);

function faultOfText(entry: JsonValue): string | null {
  if (typeof entry !== 'string') return 'must be a text';
  return entry.isWellFormed() ? null : 'must not have half of a surrogate pair';
}

function textual(test: (value: string, entry: string) => boolean): Family {
  return family<string>(
    (entry) => {
      const fault = faultOfText(entry);
      return fault === null && typeof entry === 'string' ? { entry } : { fault: fault ?? 'must be a text' };
    },
    (entries) => {
      const [only] = entries;
      if (only !== undefined && entries.length === 1) {
        return (value) => (typeof value === 'string' ? test(value, only) : null);
      }
      return (value) => (typeof value === 'string' ? entries.some((entry) => test(value, entry)) : null);
    },
  );
}

export const containing: Family = textual((value, entry) => value.includes(entry));
export const starting: Family = textual((value, entry) => value.startsWith(entry));
export const ending: Family = textual((value, entry) => value.endsWith(entry));

export const regular: Family = family<{ test(text: string): boolean }>(
  (entry, patterns) => {
    const fault = faultOfText(entry);
    if (fault !== null || typeof entry !== 'string') return { fault: fault ?? 'must be a text' };
    const result = patterns(entry);
    return 'fault' in result ? result : { entry: result.pattern };
  },
  (patterns) => (value) =>
    typeof value === 'string' && value.length <= REGEX_TEXT_LIMIT
      ? patterns.some((pattern) => pattern.test(value))
      : null,
);

function temporal(
  easiest: (entries: readonly number[]) => number,
  test: (a: number, b: number) => boolean,
): Family {
  return family<number>(
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

export const earlier: Family = temporal(greatest, (value, bound) => value < bound);
export const later: Family = temporal(least, (value, bound) => value > bound);

function versioned(test: (order: number) => boolean): Family {
  return family<Version>(
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

export const versionEqual: Family = versioned((order) => order === 0);
export const versionGreater: Family = versioned((order) => order > 0);
export const versionGreaterOrEqual: Family = versioned((order) => order >= 0);
export const versionLess: Family = versioned((order) => order < 0);
export const versionLessOrEqual: Family = versioned((order) => order <= 0);

export const inRange: Family = family<AddressRange>(
  (entry) =>
    orFault(
      readAddressRange(entry),
      'must be an IPv4 or IPv6 range, such as "10.0.0.0/8" or "2001:db8::/32"',
    ),
  (entries) => (value) => {
    const address: Address | null = readAddress(value);
    return address === null ? null : entries.some((entry) => isInRange(address, entry));
  },
);
