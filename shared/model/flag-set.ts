import type { FlagMetadata } from './flag-metadata.ts';
import type { JsonValue } from './json.ts';

/**
 * All flags and segments of one environment that are neither archived nor deleted: on the wire from control plane to edge to
 * SDK, and for evaluation. Flags, variations and segments have keys; database ids never leave the control plane.
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
  /** Served if the flag is off or no rule matches. `null` means "no value": the default in the caller's code counts. */
  readonly defaultValue: JsonValue;
  /** Whether client keys (browsers, mobile apps) may see this flag. */
  readonly clientSide: boolean;
  readonly variations: readonly Variation[];
  /** If any is not fulfilled, the flag serves its default value. */
  readonly prerequisites: readonly Prerequisite[];
  /** By ascending `priority`, which is unique within the flag. */
  readonly rules: readonly Rule[];
  /**
   * Left out if there is none, and by senders of releases without metadata. Of received metadata, use only
   * `usableMetadata`.
   */
  readonly metadata?: FlagMetadata;
  /** The protocol features that an evaluator must have for this flag; left out if there are none. */
  readonly requires?: readonly string[];
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

/** A targeting rule. A rule without conditions matches every context: it is the fallthrough. */
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
  /** Occupy consecutive buckets, in this order. The weights sum to 100,000. */
  readonly variations: readonly WeightedVariation[];
  /** The attribute whose value is hashed; the targeting key if left out. */
  readonly bucketBy?: string;
  /** Hashed before the value, with a colon between them; the flag's key if left out. */
  readonly seed?: string;
}

export interface WeightedVariation {
  readonly variation: string;
  /** An integer of at least 0, in 100,000ths. */
  readonly weight: number;
}

/** The sum of a rollout's weights, and the number of buckets. */
export const ROLLOUT_TOTAL = 100_000;

export const CONDITION_TYPES = ['user', 'segment', 'custom'] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

export interface Condition {
  readonly conditionType: ConditionType;
  /** Looked up in the evaluation context. Ignored if `conditionType` is `segment`. */
  readonly attribute: string;
  /** One of {@link OPERATORS}, or one that a newer control plane sends and this evaluator does not know. */
  readonly operator: string;
  /** OR-ed: a positive operator holds if any entry matches. Segment keys if `conditionType` is `segment`. */
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
  'semver_neq',
  'semver_gt',
  'semver_gte',
  'semver_lt',
  'semver_lte',
  'in_cidr',
  'not_in_cidr',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** A named group of contexts. `excluded` precedes `included`, `included` precedes `rules`. */
export interface Segment {
  readonly key: string;
  /** The environment's version that last changed this segment: the sync cursor. */
  readonly version: number;
  /** Targeting keys of contexts that belong to it. */
  readonly included: readonly string[];
  /** Targeting keys of contexts that do not belong to it, even if a rule matches. */
  readonly excluded: readonly string[];
  /** OR-ed. The conditions of each rule are AND-ed. */
  readonly rules: readonly SegmentRule[];
  /** As that of a flag. */
  readonly requires?: readonly string[];
}

export interface SegmentRule {
  readonly conditions: readonly Condition[];
}
