import type { Condition, Operator } from './flag-set.ts';

/**
 * A part of evaluation that readers of earlier releases do not know. A reader that lacks a feature answers `GENERAL` for each
 * flag that needs it.
 */
interface ProtocolFeature {
  /** Lower-case letters, digits and `-`, up to 64 characters. Never renamed: readers send it. */
  readonly name: string;
  /** A flag or a segment with a condition that has one of these operators needs the feature. */
  readonly operators: readonly Operator[];
}

/**
 * Every feature since the first release, in the order in which they were added. A feature that is not an operator can be added
 * too: readers check `requires`, so they notice members that they do not know otherwise.
 */
const PROTOCOL_FEATURES = [
  { name: 'semver-neq', operators: ['semver_neq'] },
] as const satisfies readonly ProtocolFeature[];

/** The names of all features: what a reader of this release understands, as it says in `Flags-Features`. */
export const FEATURE_NAMES: readonly string[] = PROTOCOL_FEATURES.map(({ name }) => name);

const FEATURE_OF_OPERATOR: ReadonlyMap<string, string> = new Map(
  PROTOCOL_FEATURES.flatMap(({ name, operators }) => operators.map((operator) => [operator, name])),
);

/** Every operator that needs a feature. */
export const OPERATORS_OF_FEATURES: readonly string[] = [...FEATURE_OF_OPERATOR.keys()];

/** The names of the features that operators need, sorted. */
export function featuresOfOperators(operators: Iterable<string>): readonly string[] {
  let needed: Set<string> | undefined;
  for (const operator of operators) {
    const feature = FEATURE_OF_OPERATOR.get(operator);
    if (feature !== undefined) needed = (needed ?? new Set()).add(feature);
  }
  return needed === undefined ? [] : [...needed].sort();
}

/** A rule of a flag or of a segment. */
interface WithConditions {
  readonly conditions: readonly Condition[];
}

/** The names of the features that rules need themselves, sorted; those of the segments that they name are not among them. */
export const featuresOfRules = (rules: readonly WithConditions[]): readonly string[] =>
  featuresOfOperators(rules.flatMap(({ conditions }) => conditions.map(({ operator }) => operator)));

/** The member `requires` of a flag or a segment with these rules; absent if they need no feature. */
export function requirementsOf(rules: readonly WithConditions[]): { readonly requires?: readonly string[] } {
  const requires = featuresOfRules(rules);
  return requires.length === 0 ? {} : { requires };
}
