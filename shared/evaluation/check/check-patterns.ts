import { isRecord, isString } from '../../model/type-guards.ts';
import { PATTERN_LENGTH_LIMIT } from '../regex/pattern.ts';
import { patternSize } from '../regex/pattern-size.ts';
import { NO_PROBLEMS, type Problems } from './problem.ts';

/** The largest size of all patterns of one flag, or of one segment, together. */
const PATTERNS_SIZE_LIMIT = 2000;

/** Checks the patterns of all rules together by their text, before any of them is compiled. */
export function checkPatternsTogether(rules: unknown): Problems {
  let size = 0;
  for (const pattern of patternsOf(rules)) {
    // A longer one is refused by itself.
    if (pattern.length <= PATTERN_LENGTH_LIMIT) size += patternSize(pattern);
    if (size > PATTERNS_SIZE_LIMIT) return [{ path: 'rules', message: TOO_LARGE }];
  }
  return NO_PROBLEMS;
}

const TOO_LARGE =
  `The regular expressions have a size of more than ${PATTERNS_SIZE_LIMIT} together. ` +
  'Use fewer or smaller ones, or move some into a segment.';

/** All patterns of rules, as often as they occur. */
export function patternsOf(rules: unknown): readonly string[] {
  return listOf(rules).flatMap((rule) =>
    isRecord(rule) ? listOf(rule.conditions).flatMap(patternsOfCondition) : [],
  );
}

function patternsOfCondition(condition: unknown): readonly string[] {
  if (!isRecord(condition)) return [];
  const { operator, values } = condition;
  return operator === 'regex' || operator === 'not_regex' ? listOf(values).filter(isString) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
