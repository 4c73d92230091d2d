import type { Condition } from '../../model/flag-set.ts';
import { isJsonArray, type JsonValue } from '../../model/json.ts';
import { type AttributePath, readAttribute } from '../decide/attribute.ts';
import type { EvaluationMemo, Test } from '../decide/compiled-flag-set.ts';
import { isMember } from '../decide/segment-membership.ts';
import type { Matcher } from '../operators/comparator.ts';
import { comparisonOf, SEGMENT_OPERATORS } from '../operators/operators.ts';
import { ParsedValues } from '../operators/parsed-values.ts';
import type { CompileCache } from './compile-cache.ts';
import { fastTest } from './fast-condition.ts';
import type { ReferenceList } from './reference-list.ts';

/** The test of a condition that has been checked. */
export function compileCondition(condition: Condition, references: ReferenceList, cache: CompileCache): Test {
  if (condition.conditionType === 'segment') return segmentTest(condition, references);
  return cache.testOf(condition, (each) => compileComparison(each, cache));
}

function compileComparison({ attribute, operator, values }: Condition, cache: CompileCache): Test {
  const path = cache.pathOf(attribute);
  if (operator === 'exists') return (context) => readAttribute(path, context) !== undefined;
  if (operator === 'not_exists') return (context) => readAttribute(path, context) === undefined;
  const comparison = comparisonOf(operator);
  if (comparison === undefined) return () => false;
  const { comparator, negative } = comparison;
  const general = comparisonTest(path, comparator.matcher(values, cache.patterns), negative);
  const fast = path.simple && !negative ? fastTest(comparator, path.name, values, general) : null;
  return fast ?? general;
}

function comparisonTest(path: AttributePath, matcher: Matcher, negative: boolean): Test {
  const { name } = path;
  if (!path.simple) {
    return (context, _links, memo) => {
      const value = readAttribute(path, context);
      return value !== undefined && holdsFor(value, name, matcher, negative, memo);
    };
  }
  return (context, _links, memo) => {
    const value = context[name];
    if (value === undefined || value === null) return false;
    // Checked last: it costs as much as all the rest, and a condition that does not hold does not need it.
    return holdsFor(value, name, matcher, negative, memo) && Object.hasOwn(context, name);
  };
}

/** Elements of an array up to this number are compared one by one unless a memo has them. */
const MAX_SCANNED_ELEMENTS = 8;

function holdsFor(
  value: JsonValue,
  attribute: string,
  matcher: Matcher,
  negative: boolean,
  memo: EvaluationMemo | null,
): boolean {
  if (typeof value === 'object') {
    return isJsonArray(value) && anyMatches(value, attribute, matcher, memo) !== negative;
  }
  const matched =
    memo === null || matcher.parsed === null || typeof value !== 'string'
      ? matcher.one(value)
      : matcher.parsed(memo.valuesOf(attribute, value));
  return matched !== null && matched !== negative;
}

function anyMatches(
  elements: readonly JsonValue[],
  attribute: string,
  matcher: Matcher,
  memo: EvaluationMemo | null,
): boolean {
  if (memo !== null) return matcher.any(memo.valuesOf(attribute, elements));
  if (elements.length > MAX_SCANNED_ELEMENTS) return matcher.any(new ParsedValues(elements));
  return elements.some((element) => matcher.one(element) === true);
}

function segmentTest(condition: Condition, references: ReferenceList): Test {
  const negative = SEGMENT_OPERATORS.get(condition.operator) ?? false;
  const links = condition.values
    .filter((key) => typeof key === 'string')
    .map((key) => references.segment(key));
  const [only] = links;
  if (only !== undefined && links.length === 1) {
    return (context, { segments }, memo) => isMember(segments[only] ?? null, context, memo) !== negative;
  }
  return (context, { segments }, memo) =>
    links.some((link) => isMember(segments[link] ?? null, context, memo)) !== negative;
}
