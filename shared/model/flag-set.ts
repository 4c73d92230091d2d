import type { JsonValue } from './json.ts';

/**
 * The flag set of one environment, as it travels from control plane to edge to SDK and as it is evaluated.
 * Flags, variations and segments are named by key; database ids never leave the control plane.
 */
export interface FlagSet {
  readonly environment: EnvironmentInfo;
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

export interface EnvironmentInfo {
  /** UUID. */
  readonly id: string;
  /** Unique in its project, for example `production`. */
  readonly key: string;
}

export const FLAG_TYPES = ['boolean', 'string', 'number', 'json'] as const;
export type FlagType = (typeof FLAG_TYPES)[number];

/** A flag as one environment configures it. */
export interface Flag {
  readonly key: string;
  readonly type: FlagType;
  /** The environment's version that last changed this flag: the sync cursor. */
  readonly version: number;
  readonly enabled: boolean;
  /** Served when the flag is off or nothing matches; `null` means "no value: the caller's default counts". */
  readonly defaultValue: JsonValue;
  /** Whether client keys (browsers, mobile apps) may see this flag. */
  readonly clientSide: boolean;
  readonly variations: readonly Variation[];
  /** All must hold, or the flag serves its default value. */
  readonly prerequisites: readonly Prerequisite[];
  /** By ascending `priority`, which is unique within the flag. */
  readonly rules: readonly Rule[];
}

export interface Variation {
  readonly key: string;
  readonly value: JsonValue;
}

/** Another flag of the environment that must be on and serve one of these variations. */
export interface Prerequisite {
  readonly flagKey: string;
  /** Variation keys of that flag, at least one. */
  readonly variations: readonly string[];
}

/** A targeting rule. Without conditions it matches everybody: the fallthrough. */
export interface Rule {
  /** UUID, for explanations and events. */
  readonly id: string;
  readonly priority: number;
  /** AND-ed. */
  readonly conditions: readonly Condition[];
  readonly serve: Serve;
}

/** What a rule serves: one variation (by key) or a rollout. */
export type Serve = { readonly variation: string } | { readonly rollout: Rollout };

export interface Rollout {
  /** Shares in the order they are laid out over the buckets; `weight`s are integers that sum to 100,000. */
  readonly variations: readonly WeightedVariation[];
  /** The attribute whose value is hashed; the targeting key when omitted. */
  readonly bucketBy?: string;
  /** Text hashed before the value; the flag's key when omitted. */
  readonly seed?: string;
}

export interface WeightedVariation {
  readonly variation: string;
  /** In 100,000ths. */
  readonly weight: number;
}

/** The sum of a rollout's weights, and the number of buckets. */
export const ROLLOUT_TOTAL = 100_000;

export const CONDITION_TYPES = ['user', 'segment', 'custom'] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

export interface Condition {
  readonly conditionType: ConditionType;
  /** Looked up in the evaluation context; of no meaning where `conditionType` is `segment`. */
  readonly attribute: string;
  /** One of {@link OPERATORS}; a newer control plane may send one this evaluator does not know. */
  readonly operator: string;
  /** OR-ed: the positive operator holds where any entry matches. Segment keys where `conditionType` is `segment`. */
  readonly values: readonly JsonValue[];
}

export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'not_contains',
  'starts_with',
  'not_starts_with',
  'ends_with',
  'not_ends_with',
  'regex',
  'not_regex',
  'exists',
  'not_exists',
  'before',
  'after',
  'semver_eq',
  'semver_gt',
  'semver_gte',
  'semver_lt',
  'semver_lte',
  'in_cidr',
  'not_in_cidr',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** A named group of users. Excluded wins over included, included over rules. */
export interface Segment {
  readonly key: string;
  /** The environment's version that last changed this segment: the sync cursor. */
  readonly version: number;
  /** Targeting keys that belong to it. */
  readonly included: readonly string[];
  /** Targeting keys that do not, whatever else says so. */
  readonly excluded: readonly string[];
  /** OR-ed; each rule's conditions are AND-ed. No rules: only `included` counts. */
  readonly rules: readonly SegmentRule[];
}

export interface SegmentRule {
  readonly conditions: readonly Condition[];
}
