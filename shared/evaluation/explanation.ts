import type { Condition, WeightedVariation } from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Problem } from './check/problem.ts';

/** Why a context gets what it gets: the resolution, and all that was asked on the way. */
export interface Explanation {
  /** What `evaluate` answers. */
  readonly resolution: Resolution;
  /** Why the flag is not evaluated at all; empty where it is understood. */
  readonly problems: readonly Problem[];
  /** In the order asked; empty where the flag is off or not understood. */
  readonly prerequisites: readonly PrerequisiteExplanation[];
  /** By priority; empty where the flag is off or not understood. */
  readonly rules: readonly RuleExplanation[];
}

export interface PrerequisiteExplanation {
  readonly flagKey: string;
  /** Any of these variations fulfils it. */
  readonly variations: readonly string[];
  readonly status: 'fulfilled' | 'missing' | 'cycle' | 'off' | 'error' | 'other variation';
  /** What the flag serves; `null` where it is missing or on a cycle. */
  readonly resolution: Resolution | null;
}

export interface RuleExplanation {
  readonly id: string;
  readonly priority: number;
  /** Not reached: an earlier rule matched, or a prerequisite is not fulfilled. Its conditions are not asked then. */
  readonly status: 'matched' | 'not matched' | 'not reached';
  readonly conditions: readonly ConditionExplanation[];
  /** Of a matched rule that serves a rollout. */
  readonly rollout: RolloutExplanation | null;
}

export interface ConditionExplanation {
  /** What the context's value was compared with, and how. */
  readonly condition: Condition;
  /** The attribute's value; `null` where it is absent, and for conditions on segments. */
  readonly actual: JsonValue;
  /** `absent`: the context has no such attribute. `not taken`: the operator does not take a value of this type. */
  readonly comparison: 'compared' | 'absent' | 'not taken';
  readonly holds: boolean;
  /** For a condition on segments: how the context stands to each. */
  readonly segments: readonly SegmentExplanation[];
}

export interface SegmentExplanation {
  readonly segmentKey: string;
  readonly member: boolean;
  readonly because: 'missing' | 'excluded' | 'included' | 'a rule holds' | 'no rule holds';
}

export interface RolloutExplanation {
  /** The attribute that is hashed. */
  readonly bucketBy: string;
  readonly seed: string;
  /** The text that was hashed after seed and colon; `null` where the attribute is not usable. */
  readonly value: string | null;
  /** 0 to 99,999. */
  readonly bucket: number | null;
  readonly shares: readonly WeightedVariation[];
}
