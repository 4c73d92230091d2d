import type { Operator } from '../../model/flag-set.ts';
import type { Comparator } from './comparator.ts';
import * as by from './comparators.ts';
import * as byText from './text-comparators.ts';

/** How an operator compares an attribute with values. */
export interface Comparison {
  readonly comparator: Comparator;
  /** The operator holds if no entry matches. */
  readonly negative: boolean;
}

type Presence = 'exists' | 'not_exists';

const positive = (comparator: Comparator): Comparison => ({ comparator, negative: false });
const negative = (comparator: Comparator): Comparison => ({ comparator, negative: true });

const COMPARISONS: Readonly<Record<Exclude<Operator, Presence>, Comparison>> = {
  eq: positive(by.equality),
  neq: negative(by.equality),
  in: positive(by.equality),
  not_in: negative(by.equality),
  gt: positive(by.greater),
  gte: positive(by.greaterOrEqual),
  lt: positive(by.less),
  lte: positive(by.lessOrEqual),
  contains: positive(byText.contains),
  not_contains: negative(byText.contains),
  starts_with: positive(byText.startsWith),
  not_starts_with: negative(byText.startsWith),
  ends_with: positive(byText.endsWith),
  not_ends_with: negative(byText.endsWith),
  regex: positive(byText.regex),
  not_regex: negative(byText.regex),
  before: positive(by.before),
  after: positive(by.after),
  semver_eq: positive(by.versionEqual),
  semver_neq: negative(by.versionEqual),
  semver_gt: positive(by.versionGreater),
  semver_gte: positive(by.versionGreaterOrEqual),
  semver_lt: positive(by.versionLess),
  semver_lte: positive(by.versionLessOrEqual),
  in_cidr: positive(by.inCidr),
  not_in_cidr: negative(by.inCidr),
};

const BY_NAME: ReadonlyMap<string, Comparison> = new Map(Object.entries(COMPARISONS));

/** `undefined` for `exists`, `not_exists` and unknown operators. */
export function comparisonOf(operator: string): Comparison | undefined {
  return BY_NAME.get(operator);
}

export function isPresence(operator: string): operator is Presence {
  return operator === 'exists' || operator === 'not_exists';
}

/** The operators of a condition on segments, each with whether it negates. */
export const SEGMENT_OPERATORS: ReadonlyMap<string, boolean> = new Map([
  ['in', false],
  ['eq', false],
  ['not_in', true],
  ['neq', true],
]);
