import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Condition, EnvironmentInfo, Flag, FlagType, Rule, Segment } from '../../model/flag-set.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { Problem } from '../check/problem.ts';
import type { AttributePath } from './attribute.ts';
import type { KeyedStore } from './immutable-map.ts';
import type { HashState } from './murmur3.ts';

/** A flag set, ready to answer. Immutable: a change makes a new one, which shares what the change does not reach. */
export interface CompiledFlagSet {
  readonly environment: EnvironmentInfo;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
  /** For `updateFlagSet`. */
  readonly graph: Graph;
}

/**
 * One flag of a compiled set. While a set is updated it stays the same object, unless the flag itself, a segment it
 * names or a prerequisite of it changed: the same object gives the same answers.
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
  /** The answer, where it is the same for every context. */
  readonly constant: Resolution | null;
  readonly plan: FlagPlan;
  readonly links: Links;
  /** An upper bound of the flags and segments that one evaluation may visit, each counted as often as it is visited. */
  readonly cost: number;
}

/** One segment of a compiled set; see {@link CompiledFlag}. */
export interface CompiledSegment {
  readonly key: string;
  readonly definition: Segment;
  /** Whether it has everybody (`true`) or nobody (`false`) as member, where that is known beforehand. */
  readonly constant: boolean | null;
  /** Its own problems, or that of a segment it names. */
  readonly problems: readonly Problem[];
  readonly plan: SegmentPlan;
  readonly links: Links;
  readonly cost: number;
}

/** What a plan refers to, in the order of its references; `null` where that is missing, or on a cycle. */
export interface Links {
  readonly flags: readonly (CompiledFlag | null)[];
  readonly segments: readonly (CompiledSegment | null)[];
}

/** The keys a plan refers to, each once. */
export interface References {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
}

/** Whether a condition holds. */
export type Test = (context: EvaluationContext, links: Links) => boolean;

/** What was made of a flag's definition alone; kept as long as the definition stays. */
export interface FlagPlan {
  readonly definition: Flag;
  readonly problems: readonly Problem[];
  readonly references: References;
  /** In the order of the definition; `references.flags` gives the place in the links. */
  readonly prerequisites: readonly PlannedPrerequisite[];
  /** By priority. */
  readonly rules: readonly PlannedRule[];
  /** The same rules up to the fallthrough, as they are searched. */
  readonly search: RuleSearch;
  /** Where no rule matched, or a prerequisite is not fulfilled. */
  readonly otherwise: Resolution;
  /** The answer for every context, as far as the flag alone decides. */
  readonly constant: Resolution | null;
}

export interface PlannedPrerequisite {
  readonly flagKey: string;
  /** The place of the flag in the links. */
  readonly link: number;
  readonly variations: readonly string[];
}

export interface PlannedRule extends Candidate {
  readonly definition: Rule;
}

/** What a rule serves: one ready resolution, or a rollout over several. */
export interface Outcome {
  readonly resolution: Resolution | null;
  readonly rollout: PlannedRollout | null;
}

export interface PlannedRollout {
  /** Whose value is hashed. */
  readonly attribute: AttributePath;
  readonly seed: string;
  /** The hash after the seed and its colon. */
  readonly seeded: HashState;
  /** The bucket before which each share ends, ascending. */
  readonly ends: readonly number[];
  readonly resolutions: readonly Resolution[];
  /** Where there is no usable bucketing value. */
  readonly unusable: Resolution;
}

/** How the first matching rule is found. */
export interface RuleSearch {
  /** Rules that are looked up by the value of an attribute. */
  readonly indexes: readonly RuleIndex[];
  /** The others, in order. */
  readonly unindexed: readonly Candidate[];
}

/** Rules that ask the same attribute for equality. */
export interface RuleIndex {
  readonly attribute: AttributePath;
  /** For each value the rules that it may match, in order, with what else they ask. */
  readonly byValue: ReadonlyMap<unknown, readonly Candidate[]>;
  /** All of them, in order, with all that they ask: for an attribute that is an array. */
  readonly rules: readonly Candidate[];
}

export interface Candidate {
  /** Among all rules of the flag: the lowest that matches wins. */
  readonly position: number;
  readonly tests: readonly Test[];
  readonly outcome: Outcome;
}

export interface SegmentPlan {
  readonly definition: Segment;
  readonly problems: readonly Problem[];
  readonly references: References;
  readonly included: ReadonlySet<unknown>;
  readonly excluded: ReadonlySet<unknown>;
  readonly rules: readonly PlannedSegmentRule[];
}

export interface PlannedSegmentRule {
  readonly conditions: readonly Condition[];
  readonly tests: readonly Test[];
}

/** Who refers to whom, for updates: by key. */
export interface Graph {
  readonly flags: KeyedStore<CompiledFlag>;
  readonly segments: KeyedStore<CompiledSegment>;
  /** For each flag, the flags that have it as prerequisite. */
  readonly requiring: KeyedStore<readonly string[]>;
  /** For each segment, the segments that name it. */
  readonly nesting: KeyedStore<readonly string[]>;
  /** For each segment, the flags that name it. */
  readonly using: KeyedStore<readonly string[]>;
}
