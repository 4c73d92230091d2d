import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { Condition } from '../model/flag-set.ts';
import type { Resolution } from '../model/resolution.ts';
import { attributePath, readAttribute, readTargetingKey } from './decide/attribute.ts';
import type {
  CompiledFlag,
  CompiledFlagSet,
  EvaluationMemo,
  PlannedPrerequisite,
  PlannedRollout,
  PlannedRule,
  Test,
} from './decide/compiled-flag-set.ts';
import { createEvaluationMemo } from './decide/evaluation-memo.ts';
import { contextUnreadable, flagNotFound } from './decide/resolutions.ts';
import { assignBucket, bucketingText, bucketOf } from './decide/rollout.ts';
import { isMember } from './decide/segment-membership.ts';
import { attributesOf, evaluateFlag, isFulfilledBy, prepareReferences } from './evaluate.ts';
import type {
  ConditionExplanation,
  Explanation,
  PrerequisiteExplanation,
  RolloutExplanation,
  RuleExplanation,
  SegmentExplanation,
} from './explanation.ts';
import { comparisonOf } from './operators/operators.ts';
import { compilePattern } from './regex/pattern.ts';

/** The flag and the context that are being explained. */
interface Subject {
  readonly set: CompiledFlagSet;
  readonly flag: CompiledFlag;
  readonly context: EvaluationContext;
  readonly memo: EvaluationMemo;
}

/**
 * Explains an evaluation: gives the resolution of `evaluate`, found by trying the flag's rules one by one, with the result
 * of every step. Slower than `evaluate`. The explanation contains values of the context; the caller decides who may see them.
 */
export function explain(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Explanation {
  const flag = set.flags.get(flagKey);
  if (flag === undefined) return withoutSteps(flagNotFound(flagKey));
  const problems = [
    ...flag.plan.problems,
    ...flag.links.segments.flatMap((segment) => segment?.problems ?? []),
  ];
  if (flag.constant !== null && (!flag.definition.enabled || problems.length > 0)) {
    return { ...withoutSteps(flag.constant), problems };
  }
  try {
    const attributes = attributesOf(context);
    const memo = createEvaluationMemo();
    prepareReferences(flag, attributes, memo);
    return explainSteps({ set, flag, context: attributes, memo });
  } catch {
    return withoutSteps(contextUnreadable(flag.key));
  }
}

function withoutSteps(resolution: Resolution): Explanation {
  return { resolution, problems: [], prerequisites: [], rules: [] };
}

function explainSteps(subject: Subject): Explanation {
  const { flag, context, memo } = subject;
  const { plan } = flag;
  const prerequisites = plan.prerequisites.map((each) => explainPrerequisite(subject, each));
  const areFulfilled = prerequisites.every(({ status }) => status === 'fulfilled');
  const matched = areFulfilled
    ? plan.rules.findIndex((rule) => rule.tests.every((test) => test(context, flag.links, memo)))
    : -1;
  const reached = matched >= 0 ? matched + 1 : plan.rules.length;
  const rules = plan.rules.map((rule, index) =>
    areFulfilled && index < reached ? explainRule(subject, rule, index === matched) : notReached(rule),
  );
  return { resolution: resolutionOf(subject, plan.rules[matched]), problems: [], prerequisites, rules };
}

function resolutionOf({ flag, context }: Subject, matched: PlannedRule | undefined): Resolution {
  const { defaultResolution } = flag.plan;
  const { resolution, rollout } = matched?.outcome ?? { resolution: defaultResolution, rollout: null };
  return rollout === null ? (resolution ?? defaultResolution) : assignBucket(rollout, context);
}

function explainPrerequisite(subject: Subject, prerequisite: PlannedPrerequisite): PrerequisiteExplanation {
  const { flagKey, variations, link } = prerequisite;
  const required = subject.flag.links.flags[link] ?? null;
  if (required === null) {
    const status = subject.set.flags.has(flagKey) ? 'cycle' : 'missing';
    return { flagKey, variations, status, resolution: null };
  }
  const resolution = evaluateFlag(required, subject.context);
  return { flagKey, variations, status: statusOf(resolution, variations), resolution };
}

function statusOf(resolution: Resolution, variations: readonly string[]): PrerequisiteExplanation['status'] {
  if (isFulfilledBy(resolution, variations)) return 'fulfilled';
  if (resolution.reason === 'DISABLED') return 'off';
  return resolution.reason === 'ERROR' ? 'error' : 'other variation';
}

function notReached({ definition: { id, priority } }: PlannedRule): RuleExplanation {
  return { id, priority, status: 'not reached', conditions: [], rollout: null };
}

function explainRule(subject: Subject, rule: PlannedRule, isMatched: boolean): RuleExplanation {
  const { id, priority, conditions } = rule.definition;
  const { rollout } = rule.outcome;
  return {
    id,
    priority,
    status: isMatched ? 'matched' : 'not matched',
    conditions: conditions.map((each, index) => explainCondition(subject, each, rule.tests[index])),
    rollout: isMatched && rollout !== null ? explainRollout(subject, rollout) : null,
  };
}

function explainCondition(
  subject: Subject,
  condition: Condition,
  test: Test | undefined,
): ConditionExplanation {
  const { context, flag, memo } = subject;
  const holds = test?.(context, flag.links, memo) ?? false;
  if (condition.conditionType === 'segment') {
    const segments = condition.values.flatMap((key) =>
      typeof key === 'string' ? [explainSegment(subject, key)] : [],
    );
    return { condition, actual: null, comparison: 'compared', holds, segments };
  }
  const actual = readAttribute(attributePath(condition.attribute), context) ?? null;
  return { condition, actual, comparison: comparisonFor(condition, actual), holds, segments: [] };
}

function comparisonFor(
  { operator, values }: Condition,
  actual: ConditionExplanation['actual'],
): ConditionExplanation['comparison'] {
  if (actual === null) return 'absent';
  const comparison = comparisonOf(operator);
  if (comparison === undefined || Array.isArray(actual)) return 'compared';
  return comparison.comparator.matcher(values, compilePattern).one(actual) === null
    ? 'type mismatch'
    : 'compared';
}

function explainSegment({ set, flag, context, memo }: Subject, segmentKey: string): SegmentExplanation {
  const segment = flag.links.segments[flag.plan.references.segments.indexOf(segmentKey)] ?? null;
  if (segment === null || !set.segments.has(segmentKey))
    return { segmentKey, member: false, reason: 'missing' };
  const member = isMember(segment, context, memo);
  const targetingKey = readTargetingKey(context);
  const { excluded, included } = segment.plan;
  if (excluded.has(targetingKey)) return { segmentKey, member, reason: 'excluded' };
  if (included.has(targetingKey)) return { segmentKey, member, reason: 'included' };
  return { segmentKey, member, reason: member ? 'a rule holds' : 'no rule holds' };
}

function explainRollout({ context }: Subject, rollout: PlannedRollout): RolloutExplanation {
  const { attribute, seed, ends, resolutions } = rollout;
  const value = bucketingText(readAttribute(attribute, context));
  return {
    bucketBy: attribute.name,
    seed,
    value,
    bucket: value === null ? null : bucketOf(rollout, value),
    shares: resolutions.map(({ variationKey }, index) => ({
      variation: variationKey ?? '',
      weight: (ends[index] ?? 0) - (ends[index - 1] ?? 0),
    })),
  };
}
