import type { Operator } from '../../model/flag-set.ts';
import * as by from './comparators.ts';

/** An operator that compares an attribute with values. */
export interface Comparison {
  readonly family: by.Family;
  /** Holds where no entry matches. */
  readonly negative: boolean;
}

type Presence = 'exists' | 'not_exists';

const positive = (family: by.Family): Comparison => ({ family, negative: false });
const negative = (family: by.Family): Comparison => ({ family, negative: true });

const COMPARISONS: Readonly<Record<Exclude<Operator, Presence>, Comparison>> = {
  eq: positive(by.equality),
  neq: negative(by.equality),
  in: positive(by.equality),
  not_in: negative(by.equality),
  gt: positive(by.greater),
  gte: positive(by.greaterOrEqual),
  lt: positive(by.less),
  lte: positive(by.lessOrEqual),
  contains: positive(by.containing),
  not_contains: negative(by.containing),
  starts_with: positive(by.starting),
  not_starts_with: negative(by.starting),
  ends_with: positive(by.ending),
  not_ends_with: negative(by.ending),
  regex: positive(by.regular),
  not_regex: negative(by.regular),
  before: positive(by.earlier),
  after: positive(by.later),
  semver_eq: positive(by.versionEqual),
  semver_gt: positive(by.versionGreater),
  semver_gte: positive(by.versionGreaterOrEqual),
  semver_lt: positive(by.versionLess),
  semver_lte: positive(by.versionLessOrEqual),
  in_cidr: positive(by.inRange),
  not_in_cidr: negative(by.inRange),
};

const BY_NAME: ReadonlyMap<string, Comparison> = new Map(Object.entries(COMPARISONS));

/** `undefined` for `exists`, `not_exists` and what is no operator. */
export function comparisonOf(operator: string): Comparison | undefined {
  return BY_NAME.get(operator);
}

export function isPresence(operator: string): operator is Presence {
  return operator === 'exists' || operator === 'not_exists';
}

/** Operators of a condition on segments, and whether they negate. */
export const SEGMENT_OPERATORS: ReadonlyMap<string, boolean> = new Map([
  ['in', false],
  ['eq', false],
  ['not_in', true],
  ['neq', true],
]);
