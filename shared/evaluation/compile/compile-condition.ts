import type { Condition } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import { type AttributePath, readAttribute } from '../decide/attribute.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import { isMember } from '../decide/segment-membership.ts';
import type { Matcher } from '../operators/comparators.ts';
import { comparisonOf, SEGMENT_OPERATORS } from '../operators/operators.ts';
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

function comparisonTest(path: AttributePath, matches: Matcher, negative: boolean): Test {
  if (!path.simple) {
    return (context) => {
      const value = readAttribute(path, context);
      return value !== undefined && holdsFor(value, matches, negative);
    };
  }
  const { name } = path;
  return (context) => {
    const value = context[name];
    if (value === undefined || value === null || !holdsFor(value, matches, negative)) return false;
    // Checked last: it costs as much as all the rest, and a condition that does not hold does not need it.
    return Object.hasOwn(context, name);
  };
}

function holdsFor(value: JsonValue, matches: Matcher, negative: boolean): boolean {
  if (typeof value === 'object')
    return isArray(value) && value.some((element) => matches(element) === true) !== negative;
  const matched = matches(value);
  return matched !== null && matched !== negative;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function segmentTest(condition: Condition, references: ReferenceList): Test {
  const negative = SEGMENT_OPERATORS.get(condition.operator) ?? false;
  const links = condition.values
    .filter((key) => typeof key === 'string')
    .map((key) => references.segment(key));
  const [only] = links;
  if (only !== undefined && links.length === 1) {
    return (context, { segments }) => isMember(segments[only] ?? null, context) !== negative;
  }
  return (context, { segments }) =>
    links.some((link) => isMember(segments[link] ?? null, context)) !== negative;
}
