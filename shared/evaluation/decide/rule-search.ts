import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { Condition } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Workshop } from '../compile/compile-cache.ts';
import { isScalar } from '../operators/comparators.ts';
import { readAttribute } from './attribute.ts';
import type { Candidate, Links, PlannedRule, RuleIndex, RuleSearch } from './compiled-flag-set.ts';
import { allHold } from './segment-membership.ts';

/** Fewer rules than this are tried in turn: a look-up costs as much as two comparisons. */
const WORTH_AN_INDEX = 3;

/**
 * Gathers the rules that ask the same attribute to equal something, so that one look-up of its value finds them;
 * the others are tried in turn. Every rule keeps its position, for the first that matches is to win.
 */
export function planSearch(rules: readonly PlannedRule[], workshop: Workshop): RuleSearch {
  const indexes: RuleIndex[] = [];
  let inTurn = rules;
  for (let attribute = mostAsked(inTurn); attribute !== null; attribute = mostAsked(inTurn)) {
    const asked = attribute;
    const asking = inTurn.filter((rule) => equalityOn(rule, asked) !== undefined);
    indexes.push(indexOf(asked, asking, workshop));
    inTurn = inTurn.filter((rule) => equalityOn(rule, asked) === undefined);
  }
  return { indexes, inTurn };
}

/** The attribute that most rules ask for equality, if that is worth an index. */
function mostAsked(rules: readonly PlannedRule[]): string | null {
  if (rules.length < WORTH_AN_INDEX) return null;
  const counts = new Map<string, number>();
  for (const { definition } of rules) {
    const attributes = new Set(definition.conditions.filter(isEquality).map(({ attribute }) => attribute));
    for (const attribute of attributes) counts.set(attribute, (counts.get(attribute) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] >= WORTH_AN_INDEX ? most[0] : null;
}

function isEquality({ conditionType, operator }: Condition): boolean {
  return conditionType !== 'segment' && (operator === 'eq' || operator === 'in');
}

function equalityOn(rule: PlannedRule, attribute: string): Condition | undefined {
  return rule.definition.conditions.find((each) => isEquality(each) && each.attribute === attribute);
}

function indexOf(attribute: string, rules: readonly PlannedRule[], workshop: Workshop): RuleIndex {
  const byValue = new Map<JsonValue, Candidate[]>();
  for (const rule of rules) {
    const { position, tests, outcome, definition } = rule;
    const equality = equalityOn(rule, attribute);
    const others = tests.filter((_, place) => definition.conditions[place] !== equality);
    const candidate = { position, tests: others, outcome };
    for (const value of new Set(equality?.values)) addTo(byValue, value, candidate);
  }
  return { attribute: workshop.pathOf(attribute), byValue, whole: rules };
}

function addTo(byValue: Map<JsonValue, Candidate[]>, value: JsonValue, candidate: Candidate): void {
  const present = byValue.get(value);
  if (present === undefined) byValue.set(value, [candidate]);
  else present.push(candidate);
}

/** The first rule that matches, or `null`. */
export function findRule(
  { indexes, inTurn }: RuleSearch,
  context: EvaluationContext,
  links: Links,
): Candidate | null {
  let found: Candidate | null = null;
  for (let place = 0; place < indexes.length; place++) {
    const index = indexes[place];
    if (index !== undefined) found = lookUp(index, context, links, found);
  }
  return firstBefore(found, inTurn, context, links);
}

/** The first rule of the index that matches and comes before the one found so far; else that one. */
function lookUp(
  { attribute, byValue, whole }: RuleIndex,
  context: EvaluationContext,
  links: Links,
  found: Candidate | null,
): Candidate | null {
  const value = attribute.simple ? context[attribute.name] : readAttribute(attribute, context);
  if (value === undefined || value === null) return found;
  if (!isScalar(value)) return Array.isArray(value) ? firstBefore(found, whole, context, links) : found;
  const candidates = byValue.get(value);
  if (candidates === undefined || (attribute.simple && !Object.hasOwn(context, attribute.name))) return found;
  return firstBefore(found, candidates, context, links);
}

function firstBefore(
  found: Candidate | null,
  candidates: readonly Candidate[],
  context: EvaluationContext,
  links: Links,
): Candidate | null {
  const end = found === null ? Infinity : found.position;
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index];
    if (candidate === undefined || candidate.position > end) break;
    if (allHold(candidate.tests, context, links)) return candidate;
  }
  return found;
}
