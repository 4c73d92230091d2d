import type { Condition, WeightedVariation } from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Problem } from './check/problem.ts';

/** Why a flag answers a context as it does: the resolution and every step of the evaluation. */
export interface Explanation {
  /** What `evaluate` returns. */
  readonly resolution: Resolution;
  /** Why the flag is not understood; empty if it is. */
  readonly problems: readonly Problem[];
  /** In the order of the definition; empty if the flag is off or not understood. */
  readonly prerequisites: readonly PrerequisiteExplanation[];
  /** By priority; empty if the flag is off or not understood. */
  readonly rules: readonly RuleExplanation[];
}

export interface PrerequisiteExplanation {
  readonly flagKey: string;
  /** Each of these variations fulfils it. */
  readonly variations: readonly string[];
  readonly status: 'fulfilled' | 'missing' | 'cycle' | 'off' | 'error' | 'other variation';
  /** What the required flag answers; `null` if it is missing or on a cycle. */
  readonly resolution: Resolution | null;
}

export interface RuleExplanation {
  readonly id: string;
  readonly priority: number;
  /** Not reached: an earlier rule matched, or a prerequisite is not fulfilled. Its conditions are not evaluated then. */
  readonly status: 'matched' | 'not matched' | 'not reached';
  readonly conditions: readonly ConditionExplanation[];
  /** Of the matched rule, if it serves a rollout. */
  readonly rollout: RolloutExplanation | null;
}

export interface ConditionExplanation {
  readonly condition: Condition;
  /** The attribute's value in the context; `null` if it is absent, and for a condition on segments. */
  readonly actual: JsonValue;
  /** `absent`: the context has no such attribute. `type mismatch`: the operator does not take values of this type. */
  readonly comparison: 'compared' | 'absent' | 'type mismatch';
  readonly holds: boolean;
  /** For a condition on segments: whether the context belongs to each of them. */
  readonly segments: readonly SegmentExplanation[];
}

export interface SegmentExplanation {
  readonly segmentKey: string;
  readonly member: boolean;
  readonly reason: 'missing' | 'excluded' | 'included' | 'a rule holds' | 'no rule holds';
}

export interface RolloutExplanation {
  /** The attribute that is hashed. */
  readonly bucketBy: string;
  readonly seed: string;
  /** The text that is hashed after seed and colon; `null` if the attribute has no usable value. */
  readonly value: string | null;
  /** 0 to 99,999; `null` if there is nothing to hash. */
  readonly bucket: number | null;
  /** Weights in 100,000ths. */
  readonly shares: readonly WeightedVariation[];
}
