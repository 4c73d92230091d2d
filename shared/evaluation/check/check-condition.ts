import { CONDITION_TYPES, OPERATORS } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import { isRecord, isString } from '../../model/type-guards.ts';
import { comparisonOf, isPresence, SEGMENT_OPERATORS } from '../operators/operators.ts';
import { compilePattern, type PatternCompiler } from '../operators/regex.ts';
import {
  checkEach,
  concatProblems,
  NO_PROBLEMS,
  type Problem,
  type Problems,
  problemUnless,
} from './problem.ts';

const SEGMENT_OPERATOR_NAMES = [...SEGMENT_OPERATORS.keys()].join(', ');
const OPERATOR_NAMES = OPERATORS.join(', ');

/**
 * What an evaluator would not understand in a condition; empty where it is fine. Takes anything:
 * what the control plane refuses to store and what an edge refuses to guess at is the same.
 */
export function checkCondition(condition: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(condition)) return [{ path: '', message: 'A condition must be an object.' }];
  const { conditionType, attribute, operator, values } = condition;
  if (!Array.isArray(values)) return [{ path: 'values', message: 'The values must be an array.' }];
  if (conditionType === 'segment') return checkMembership(operator, values);
  if (conditionType !== 'user' && conditionType !== 'custom') {
    const message = `The condition type must be one of ${CONDITION_TYPES.join(', ')}.`;
    return [{ path: 'conditionType', message }];
  }
  const isNamed = isString(attribute) && attribute !== '';
  return concatProblems(
    problemUnless(isNamed, 'attribute', 'The attribute must be a text that is not empty.'),
    checkComparison(operator, values, patterns),
  );
}

/** The conditions of a rule, of a flag or of a segment. */
export function checkConditions(conditions: unknown, patterns: PatternCompiler): Problems {
  if (!Array.isArray(conditions))
    return [{ path: 'conditions', message: 'The conditions must be an array.' }];
  return checkEach('conditions', conditions, (condition) => checkCondition(condition, patterns));
}

function checkMembership(operator: unknown, values: readonly unknown[]): Problems {
  const message = `A condition on segments takes one of the operators ${SEGMENT_OPERATOR_NAMES}.`;
  return concatProblems(
    problemUnless(isString(operator) && SEGMENT_OPERATORS.has(operator), 'operator', message),
    checkEach('values', values, (value) =>
      problemUnless(isString(value), '', 'A segment is named by its key, a text.'),
    ),
  );
}

function checkComparison(
  operator: unknown,
  values: readonly JsonValue[],
  patterns: PatternCompiler,
): Problems {
  if (!isString(operator)) return [{ path: 'operator', message: 'The operator must be a text.' }];
  if (isPresence(operator)) return NO_PROBLEMS;
  const comparison = comparisonOf(operator);
  if (comparison === undefined) {
    const name = JSON.stringify(operator.slice(0, 50));
    return [
      { path: 'operator', message: `${name} is no operator known here; these are: ${OPERATOR_NAMES}.` },
    ];
  }
  const { faultOf } = comparison.family;
  const problems: Problem[] = [];
  for (let index = 0; index < values.length; index++) {
    const fault = faultOf(values[index] ?? null, patterns);
    if (fault === null) continue;
    problems.push({ path: `values[${index}]`, message: `For ${operator}, the value ${fault}.` });
  }
  return problems;
}
