import type { EvaluationContext } from '../../model/evaluation-context.ts';
import { readTargetingKey } from './attribute.ts';
import type { CompiledSegment, EvaluationMemo, Links, Test } from './compiled-flag-set.ts';

/** Whether the context belongs to the segment. A segment that is missing or on a cycle (`null`) has no members. */
export function isMember(
  segment: CompiledSegment | null,
  context: EvaluationContext,
  memo: EvaluationMemo | null,
): boolean {
  if (segment === null) return false;
  if (segment.constant !== null) return segment.constant;
  // The keys of a segment without rules are looked up as fast as the memo is.
  if (memo === null || segment.plan.rules.length === 0) return findMembership(segment, context, memo);
  const known = memo.memberships.get(segment);
  if (known !== undefined) return known;
  const found = findMembership(segment, context, memo);
  memo.memberships.set(segment, found);
  return found;
}

function findMembership(
  segment: CompiledSegment,
  context: EvaluationContext,
  memo: EvaluationMemo | null,
): boolean {
  const { included, excluded, rules } = segment.plan;
  const targetingKey = readTargetingKey(context);
  if (typeof targetingKey === 'string') {
    if (excluded.has(targetingKey)) return false;
    if (included.has(targetingKey)) return true;
  }
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index];
    if (rule !== undefined && allHold(rule.tests, context, segment.links, memo)) return true;
  }
  return false;
}

/** Whether all conditions of a rule hold. */
export function allHold(
  tests: readonly Test[],
  context: EvaluationContext,
  links: Links,
  memo: EvaluationMemo | null,
): boolean {
  for (let index = 0; index < tests.length; index++) {
    const test = tests[index];
    if (test === undefined || !test(context, links, memo)) return false;
  }
  return true;
}
