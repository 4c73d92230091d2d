import { CONDITION_TYPES, OPERATORS } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import { isRecord, isString } from '../../model/type-guards.ts';
import { comparisonOf, isPresence, SEGMENT_OPERATORS } from '../operators/operators.ts';
import { compilePattern, type PatternCompiler } from '../regex/pattern.ts';
import {
  allProblems,
  checkEach,
  NO_PROBLEMS,
  type Problem,
  type Problems,
  problemUnless,
} from './problem.ts';

const SEGMENT_OPERATOR_NAMES = [...SEGMENT_OPERATORS.keys()].join(', ');
const OPERATOR_NAMES = OPERATORS.join(', ');

/**
 * What an evaluator does not understand in a condition; empty if it understands all of it. The control plane refuses to
 * store what this refuses, and an edge does not evaluate it.
 */
export function checkCondition(condition: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(condition)) return [{ path: '', message: 'A condition must be an object.' }];
  const { conditionType, attribute, operator, values } = condition;
  if (!Array.isArray(values)) return [{ path: 'values', message: 'The values must be an array.' }];
  if (conditionType === 'segment') return checkSegmentCondition(operator, values);
  if (conditionType !== 'user' && conditionType !== 'custom') {
    const message = `The condition type must be one of ${CONDITION_TYPES.join(', ')}.`;
    return [{ path: 'conditionType', message }];
  }
  const isName = isString(attribute) && attribute !== '';
  return allProblems(
    problemUnless(isName, 'attribute', 'The attribute must be a string that is not empty.'),
    checkComparison(operator, values, patterns),
  );
}

/** Checks all conditions of a rule, which may be a rule of a flag or of a segment. */
export function checkConditions(conditions: unknown, patterns: PatternCompiler): Problems {
  if (!Array.isArray(conditions))
    return [{ path: 'conditions', message: 'The conditions must be an array.' }];
  return checkEach('conditions', conditions, (condition) => checkCondition(condition, patterns));
}

function checkSegmentCondition(operator: unknown, values: readonly unknown[]): Problems {
  const message = `A condition on segments takes one of the operators ${SEGMENT_OPERATOR_NAMES}.`;
  return allProblems(
    problemUnless(isString(operator) && SEGMENT_OPERATORS.has(operator), 'operator', message),
    checkEach('values', values, (value) =>
      problemUnless(isString(value), '', 'A segment must be named by its key, a string.'),
    ),
  );
}

function checkComparison(
  operator: unknown,
  values: readonly JsonValue[],
  patterns: PatternCompiler,
): Problems {
  if (!isString(operator)) return [{ path: 'operator', message: 'The operator must be a string.' }];
  if (isPresence(operator)) return NO_PROBLEMS;
  const comparison = comparisonOf(operator);
  if (comparison === undefined) {
    const name = JSON.stringify(operator.slice(0, 50));
    return [
      { path: 'operator', message: `${name} is not a known operator; the operators are ${OPERATOR_NAMES}.` },
    ];
  }
  const { faultOf } = comparison.comparator;
  const problems: Problem[] = [];
  for (let index = 0; index < values.length; index++) {
    const fault = faultOf(values[index] ?? null, patterns);
    if (fault === null) continue;
    problems.push({ path: `values[${index}]`, message: `For ${operator}, the value ${fault}.` });
  }
  return problems;
}
