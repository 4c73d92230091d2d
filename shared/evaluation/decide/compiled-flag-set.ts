import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Condition, EnvironmentInfo, Flag, FlagType, Rule, Segment } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { Problem } from '../check/problem.ts';
import type { ParsedValues } from '../operators/parsed-values.ts';
import type { Pattern } from '../regex/pattern.ts';
import type { AttributePath } from './attribute.ts';
import type { ImmutableMap } from './immutable-map.ts';
import type { HashState } from './murmur3.ts';

/** A flag set prepared for evaluation. Immutable: a change makes a new one, which shares all objects that did not change. */
export interface CompiledFlagSet {
  readonly environment: EnvironmentInfo;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
  /** Only for `updateFlagSet`. */
  readonly graph: Graph;
}

/**
 * One flag of a compiled set. An update of the set keeps the object unless the flag itself, a segment it names or a
 * prerequisite of it changes. So the same object always gives the same answers.
 */
export interface CompiledFlag {
  readonly key: string;
  readonly type: FlagType;
  /** Whether client keys may see this flag. */
  readonly clientSide: boolean;
  /** The environment's version that last changed this flag. */
  readonly version: number;
  /** What it was compiled from. */
  readonly definition: Flag;
  /** The answer if it is the same for every context. */
  readonly constant: Resolution | null;
  readonly plan: FlagPlan;
  readonly links: Links;
  /** An upper bound of the flags and segments that one evaluation visits. One that is visited twice counts twice. */
  readonly cost: number;
  /** An upper bound of the conditions that one evaluation tries, likewise. */
  readonly conditions: number;
}

/** One segment of a compiled set; see {@link CompiledFlag}. */
export interface CompiledSegment {
  readonly key: string;
  readonly definition: Segment;
  /** `true`: every context belongs to it. `false`: none does. `null`: it depends on the context. */
  readonly constant: boolean | null;
  /** Its own first problem, or that of a segment it names. */
  readonly problems: readonly Problem[];
  readonly plan: SegmentPlan;
  readonly links: Links;
  readonly cost: number;
  readonly conditions: number;
}

/** The flags and segments that a plan refers to, in the order of its references; `null` if missing or on a cycle. */
export interface Links {
  readonly flags: readonly (CompiledFlag | null)[];
  readonly segments: readonly (CompiledSegment | null)[];
}

/** The keys of the flags and segments that a plan refers to, each once. */
export interface References {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
}

/**
 * Whether a condition holds.
 *
 * @param memo `null` if so few conditions are tried that remembering costs more
 */
export type Test = (context: EvaluationContext, links: Links, memo: EvaluationMemo | null) => boolean;

/**
 * What one evaluation, or the evaluation of many flags for one context, has found out and may need again. It belongs to one
 * context and lives no longer than the call that made it.
 */
export interface EvaluationMemo {
  /** Whether the context belongs to a segment. */
  readonly memberships: Map<CompiledSegment, boolean>;
  /** The resolutions of flags that are prerequisites. */
  readonly resolutions: Map<CompiledFlag, Resolution>;
  /** The value of the attribute of this name, as operators read it. */
  readonly valuesOf: (attribute: string, value: JsonValue) => ParsedValues;
}

/** What follows from a flag's definition alone. Reused as long as the definition does not change. */
export interface FlagPlan {
  readonly definition: Flag;
  readonly problems: readonly Problem[];
  readonly references: References;
  /** The regular expressions that its tests use, each once. */
  readonly patterns: readonly string[];
  /** In the order of the definition. */
  readonly prerequisites: readonly PlannedPrerequisite[];
  /** By priority. */
  readonly rules: readonly PlannedRule[];
  /** The number of conditions of all rules. */
  readonly conditions: number;
  /** The same rules, up to the fallthrough, arranged for {@link RuleSearch}. */
  readonly search: RuleSearch;
  /** The answer if no rule matches or a prerequisite is not fulfilled. */
  readonly defaultResolution: Resolution;
  /** The answer if it is the same for every context, as far as the flag's own definition decides. */
  readonly constant: Resolution | null;
}

export interface PlannedPrerequisite {
  readonly flagKey: string;
  /** The index of the flag in `Links.flags`. */
  readonly link: number;
  readonly variations: readonly string[];
}

export interface PlannedRule extends Candidate {
  readonly definition: Rule;
}

/** What a rule serves: one resolution, or a rollout over several. */
export interface Outcome {
  readonly resolution: Resolution | null;
  readonly rollout: PlannedRollout | null;
}

export interface PlannedRollout {
  /** The attribute whose value is hashed. */
  readonly attribute: AttributePath;
  readonly seed: string;
  /** The state of the hash after the seed and the colon. */
  readonly seeded: HashState;
  /** The first bucket after each share, ascending. */
  readonly ends: readonly number[];
  /** What each share serves. */
  readonly resolutions: readonly Resolution[];
  /** The answer if the context has no usable bucketing value. */
  readonly unusable: Resolution;
}

/** How the first matching rule is found. */
export interface RuleSearch {
  /** Rules that are looked up by the value of an attribute. */
  readonly indexes: readonly RuleIndex[];
  /** The other rules, by position. */
  readonly unindexed: readonly Candidate[];
}

/** Rules that compare the same attribute for equality. */
export interface RuleIndex {
  readonly attribute: AttributePath;
  /** For each value the rules that can match it, by position, without the condition that the look-up answers. */
  readonly byValue: ReadonlyMap<unknown, readonly Candidate[]>;
  /** All rules of the index, by position, with all their conditions: for an attribute that is an array. */
  readonly rules: readonly Candidate[];
}

export interface Candidate {
  /** The position among all rules of the flag. The lowest that matches wins. */
  readonly position: number;
  /** All must hold. */
  readonly tests: readonly Test[];
  readonly outcome: Outcome;
}

/** What follows from a segment's definition alone. Reused as long as the definition does not change. */
export interface SegmentPlan {
  readonly definition: Segment;
  readonly problems: readonly Problem[];
  readonly references: References;
  /** The regular expressions that its tests use, each once. */
  readonly patterns: readonly string[];
  /** Targeting keys. */
  readonly included: ReadonlySet<unknown>;
  /** Targeting keys. */
  readonly excluded: ReadonlySet<unknown>;
  readonly rules: readonly PlannedSegmentRule[];
  /** The number of conditions of all rules. */
  readonly conditions: number;
}

export interface PlannedSegmentRule {
  readonly conditions: readonly Condition[];
  readonly tests: readonly Test[];
}

/** All flags and segments by key, and which of them refer to which. An update finds there what it has to link again. */
export interface Graph {
  readonly flags: ImmutableMap<CompiledFlag>;
  readonly segments: ImmutableMap<CompiledSegment>;
  /** For each flag, the flags that have it as prerequisite. */
  readonly flagsByPrerequisite: ImmutableMap<readonly string[]>;
  /** For each segment, the segments that name it. */
  readonly segmentsBySegment: ImmutableMap<readonly string[]>;
  /** For each segment, the flags that name it. */
  readonly flagsBySegment: ImmutableMap<readonly string[]>;
  /** The regular expressions by their text. */
  readonly patterns: ImmutableMap<PatternUse>;
}

/** A compiled regular expression that a flag set keeps. */
export interface PatternUse {
  readonly pattern: Pattern;
  /** How many flags and segments use it. */
  readonly flags: number;
}
