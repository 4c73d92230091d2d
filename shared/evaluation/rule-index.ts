import type { Condition } from '../model/flag-set.ts';
import type { JsonValue } from '../model/json.ts';
import { type AttributePath, attributePath, readAttribute } from './attribute.ts';
import type { Candidate, Links, Outcome, PlannedRule, RuleIndex, Step } from './compiled.ts';
import type { EvaluationContext } from './context.ts';
import { isScalar } from './matcher.ts';
import { allHold } from './membership.ts';

/** Fewer rules than this are tried in turn: a look-up costs as much as two comparisons. */
const WORTH_AN_INDEX = 3;

/**
 * Gathers consecutive rules that ask the same attribute to equal something, so that they can be looked up by its
 * value. The order of rules is kept: a value's candidates stand in it, and what is not gathered stays in its place.
 */
export function planSteps(rules: readonly PlannedRule[]): readonly Step[] {
  const steps: Step[] = [];
  for (let start = 0; start < rules.length; ) {
    const { attribute, end } = longestRun(rules, start);
    if (attribute !== null && end - start >= WORTH_AN_INDEX) {
      steps.push(indexStep(attribute, rules.slice(start, end)));
      start = end;
      continue;
    }
    const rule = rules[start++];
    if (rule !== undefined) steps.push(rule);
  }
  return steps;
}

/** The attribute that the most rules from `start` on ask for equality, and where the last of them ends. */
function longestRun(rules: readonly PlannedRule[], start: number): { attribute: string | null; end: number } {
  let best: { attribute: string | null; end: number } = { attribute: null, end: start };
  for (const { attribute } of equalities(rules[start])) {
    let end = start + 1;
    while (equalities(rules[end]).some((other) => other.attribute === attribute)) end++;
    if (end > best.end) best = { attribute, end };
  }
  return best;
}

function equalities(rule: PlannedRule | undefined): readonly Condition[] {
  return rule === undefined ? [] : rule.definition.conditions.filter(isEquality);
}

function isEquality({ conditionType, operator }: Condition): boolean {
  return conditionType !== 'segment' && (operator === 'eq' || operator === 'in');
}

function indexStep(attribute: string, rules: readonly PlannedRule[]): Step {
  const candidates = new Map<JsonValue, Candidate[]>();
  for (const rule of rules) {
    const { conditions } = rule.definition;
    const place = conditions.findIndex((each) => isEquality(each) && each.attribute === attribute);
    const candidate = { tests: rule.tests.filter((_, index) => index !== place), outcome: rule.outcome };
    for (const value of new Set(conditions[place]?.values ?? [])) addTo(candidates, value, candidate);
  }
  const index: RuleIndex = { attribute: attributePath(attribute), candidates, rules };
  return { tests: [], outcome: { resolution: null, rollout: null }, index };
}

function addTo(candidates: Map<JsonValue, Candidate[]>, value: JsonValue, candidate: Candidate): void {
  const present = candidates.get(value);
  if (present === undefined) candidates.set(value, [candidate]);
  else present.push(candidate);
}

/** The outcome of the first rule of the index that matches, or `null`. */
export function lookUp(index: RuleIndex, context: EvaluationContext, links: Links): Outcome | null {
  const value = index.attribute.simple
    ? context[index.attribute.name]
    : readAttribute(index.attribute, context);
  if (value === undefined || value === null) return null;
  if (!isScalar(value)) return Array.isArray(value) ? firstMatch(index.rules, context, links) : null;
  const candidates = index.candidates.get(value);
  if (candidates === undefined || !isOwn(index.attribute, context)) return null;
  return firstMatch(candidates, context, links);
}

function isOwn(attribute: AttributePath, context: EvaluationContext): boolean {
  return !attribute.simple || Object.hasOwn(context, attribute.name);
}

function firstMatch(
  candidates: readonly Candidate[],
  context: EvaluationContext,
  links: Links,
): Outcome | null {
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index];
    if (candidate !== undefined && allHold(candidate.tests, context, links)) return candidate.outcome;
  }
  return null;
}
