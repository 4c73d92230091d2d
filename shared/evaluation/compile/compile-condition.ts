import type { Condition } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import { type AttributePath, readAttribute } from '../decide/attribute.ts';
import type { Test } from '../decide/compiled-flag-set.ts';
import { isMember } from '../decide/segment-membership.ts';
import type { Matcher } from '../operators/comparators.ts';
import { comparisonOf, SEGMENT_OPERATORS } from '../operators/operators.ts';
import type { CompileCache } from './compile-cache.ts';
import { quickTest } from './fast-condition.ts';
import type { ReferenceList } from './reference-list.ts';

/** Makes the test of a condition that has been checked. */
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
  const { family, negative } = comparison;
  const general = comparisonTest(path, family.matcher(values, cache.patterns), negative);
  const quick = path.simple && !negative ? quickTest(family, path.name, values, general) : null;
  return quick ?? general;
}

function comparisonTest(path: AttributePath, matches: Matcher, negative: boolean): Test {
  if (!path.simple) {
    return (context) => {
      const value = readAttribute(path, context);
      return value !== undefined && outcome(value, matches, negative);
    };
  }
  const { name } = path;
  return (context) => {
    const value = context[name];
    // Whose own the member is, is asked last: it costs as much as the rest, and mostly need not be known.
    if (value === undefined || value === null || !outcome(value, matches, negative)) return false;
    return Object.hasOwn(context, name);
  };
}

function outcome(value: JsonValue, matches: Matcher, negative: boolean): boolean {
  if (typeof value === 'object')
    return isList(value) && value.some((element) => matches(element) === true) !== negative;
  const matched = matches(value);
  return matched !== null && matched !== negative;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function segmentTest(condition: Condition, references: ReferenceList): Test {
  const negative = SEGMENT_OPERATORS.get(condition.operator) ?? false;
  const places = condition.values
    .filter((key) => typeof key === 'string')
    .map((key) => references.segment(key));
  const [only] = places;
  if (only !== undefined && places.length === 1) {
    return (context, links) => isMember(links.segments[only] ?? null, context) !== negative;
  }
  return (context, links) =>
    places.some((place) => isMember(links.segments[place] ?? null, context)) !== negative;
}
