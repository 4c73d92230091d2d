import type { EvaluationContext } from '../../model/evaluation-context.ts';
import { isScalar } from '../operators/scalar.ts';
import { readAttribute } from './attribute.ts';
import type { Candidate, EvaluationMemo, Links, RuleIndex, RuleSearch } from './compiled-flag-set.ts';
import { allHold } from './segment-membership.ts';

/** The first rule that matches a context; `null` if none does. */
export function findRule(
  { indexes, unindexed }: RuleSearch,
  context: EvaluationContext,
  links: Links,
  memo: EvaluationMemo | null,
): Candidate | null {
  let found: Candidate | null = null;
  for (let place = 0; place < indexes.length; place++) {
    const index = indexes[place];
    if (index !== undefined) found = lookUp(index, context, links, found, memo);
  }
  return firstBefore(found, unindexed, context, links, memo);
}

/** The first rule of the index that matches and comes before the one found so far; else the one found so far. */
function lookUp(
  { attribute, byValue, rules }: RuleIndex,
  context: EvaluationContext,
  links: Links,
  found: Candidate | null,
  memo: EvaluationMemo | null,
): Candidate | null {
  const value = attribute.simple ? context[attribute.name] : readAttribute(attribute, context);
  if (value === undefined || value === null) return found;
  if (!isScalar(value)) return Array.isArray(value) ? firstBefore(found, rules, context, links, memo) : found;
  const candidates = byValue.get(value);
  if (candidates === undefined || (attribute.simple && !Object.hasOwn(context, attribute.name))) return found;
  return firstBefore(found, candidates, context, links, memo);
}

function firstBefore(
  found: Candidate | null,
  candidates: readonly Candidate[],
  context: EvaluationContext,
  links: Links,
  memo: EvaluationMemo | null,
): Candidate | null {
  const end = found === null ? Infinity : found.position;
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index];
    if (candidate === undefined || candidate.position > end) break;
    if (allHold(candidate.tests, context, links, memo)) return candidate;
  }
  return found;
}
