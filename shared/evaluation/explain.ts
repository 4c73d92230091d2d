import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { Condition } from '../model/flag-set.ts';
import type { Resolution } from '../model/resolution.ts';
import { attributePath, readAttribute, readTargetingKey } from './decide/attribute.ts';
import type {
  CompiledFlag,
  CompiledFlagSet,
  PlannedPrerequisite,
  PlannedRollout,
  PlannedRule,
  Test,
} from './decide/compiled-flag-set.ts';
import { contextUnreadable, flagNotFound } from './decide/resolutions.ts';
import { assignBucket, bucketingText, bucketOf } from './decide/rollout.ts';
import { isMember } from './decide/segment-membership.ts';
import { evaluateFlag, isFulfilledBy, linksFor, readable } from './evaluate.ts';
import type {
  ConditionExplanation,
  Explanation,
  PrerequisiteExplanation,
  RolloutExplanation,
  RuleExplanation,
  SegmentExplanation,
} from './explanation.ts';
import { comparisonOf } from './operators/operators.ts';
import { compilePattern } from './operators/regex.ts';

/** One explanation being made. */
interface Enquiry {
  readonly set: CompiledFlagSet;
  readonly flag: CompiledFlag;
  readonly context: EvaluationContext;
}

/**
 * The same answer as `evaluate`, found by walking the flag's rules one by one, and every step of the walk. For people, not
 * for the hot path. Shows values of the context: what is shown to whom is the caller's matter.
 */
export function explain(set: CompiledFlagSet, flagKey: string, context: EvaluationContext): Explanation {
  const flag = set.flags.get(flagKey);
  if (flag === undefined) return unexplained(flagNotFound(flagKey));
  const problems = [
    ...flag.plan.problems,
    ...flag.links.segments.flatMap((segment) => segment?.problems ?? []),
  ];
  if (flag.constant !== null && (!flag.definition.enabled || problems.length > 0)) {
    return { ...unexplained(flag.constant), problems };
  }
  try {
    const attributes = readable(context);
    return walk({ set, flag: { ...flag, links: linksFor(flag, attributes) }, context: attributes });
  } catch {
    return unexplained(contextUnreadable(flag.key));
  }
}

function unexplained(resolution: Resolution): Explanation {
  return { resolution, problems: [], prerequisites: [], rules: [] };
}

function walk(enquiry: Enquiry): Explanation {
  const { flag, context } = enquiry;
  const { plan } = flag;
  const prerequisites = plan.prerequisites.map((each) => explainPrerequisite(enquiry, each));
  const isOpen = prerequisites.every(({ status }) => status === 'fulfilled');
  const matched = isOpen
    ? plan.rules.findIndex((rule) => rule.tests.every((test) => test(context, flag.links)))
    : -1;
  const reached = matched >= 0 ? matched + 1 : plan.rules.length;
  const rules = plan.rules.map((rule, index) =>
    isOpen && index < reached ? explainRule(enquiry, rule, index === matched) : notReached(rule),
  );
  return { resolution: resolutionOf(enquiry, plan.rules[matched]), problems: [], prerequisites, rules };
}

function resolutionOf({ flag, context }: Enquiry, matched: PlannedRule | undefined): Resolution {
  const { resolution, rollout } = matched?.outcome ?? { resolution: flag.plan.otherwise, rollout: null };
  return rollout === null ? (resolution ?? flag.plan.otherwise) : assignBucket(rollout, context);
}

function explainPrerequisite(enquiry: Enquiry, prerequisite: PlannedPrerequisite): PrerequisiteExplanation {
  const { flagKey, variations, link } = prerequisite;
  const required = enquiry.flag.links.flags[link] ?? null;
  if (required === null) {
    const status = enquiry.set.flags.has(flagKey) ? 'cycle' : 'missing';
    return { flagKey, variations, status, resolution: null };
  }
  const resolution = evaluateFlag(required, enquiry.context);
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

function explainRule(enquiry: Enquiry, rule: PlannedRule, isMatched: boolean): RuleExplanation {
  const { id, priority, conditions } = rule.definition;
  const { rollout } = rule.outcome;
  return {
    id,
    priority,
    status: isMatched ? 'matched' : 'not matched',
    conditions: conditions.map((each, index) => explainCondition(enquiry, each, rule.tests[index])),
    rollout: isMatched && rollout !== null ? explainRollout(enquiry, rollout) : null,
  };
}

function explainCondition(
  enquiry: Enquiry,
  condition: Condition,
  test: Test | undefined,
): ConditionExplanation {
  const { context, flag } = enquiry;
  const holds = test?.(context, flag.links) ?? false;
  if (condition.conditionType === 'segment') {
    const segments = condition.values.flatMap((key) =>
      typeof key === 'string' ? [explainSegment(enquiry, key)] : [],
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
  return comparison.family.matcher(values, compilePattern)(actual) === null ? 'not taken' : 'compared';
}

function explainSegment({ set, flag, context }: Enquiry, segmentKey: string): SegmentExplanation {
  const segment = flag.links.segments[flag.plan.references.segments.indexOf(segmentKey)] ?? null;
  if (segment === null || !set.segments.has(segmentKey))
    return { segmentKey, member: false, because: 'missing' };
  const member = isMember(segment, context);
  const targetingKey = readTargetingKey(context);
  const { excluded, included } = segment.plan;
  if (excluded.has(targetingKey)) return { segmentKey, member, because: 'excluded' };
  if (included.has(targetingKey)) return { segmentKey, member, because: 'included' };
  return { segmentKey, member, because: member ? 'a rule holds' : 'no rule holds' };
}

function explainRollout({ context }: Enquiry, rollout: PlannedRollout): RolloutExplanation {
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
