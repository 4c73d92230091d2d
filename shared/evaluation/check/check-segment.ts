import { isRecord, isStringArray } from '../../model/type-guards.ts';
import { compilePattern, type PatternCompiler } from '../regex/pattern.ts';
import { checkConditions } from './check-condition.ts';
import { checkPatternsTogether } from './check-patterns.ts';
import { checkRequires } from './check-requires.ts';
import { allProblems, checkEach, type Problems, problemUnless } from './problem.ts';

/**
 * What an evaluator does not understand in a segment; empty if it understands all of it. Segments that the segment refers to
 * are not checked.
 */
export function checkSegment(segment: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(segment)) return [{ path: '', message: 'A segment must be an object.' }];
  const { included, excluded, rules, requires } = segment;
  const tooLarge = checkPatternsTogether(rules);
  if (tooLarge.length > 0) return tooLarge;
  return allProblems(
    checkRequires(requires),
    checkKeys('included', included),
    checkKeys('excluded', excluded),
    problemUnless(Array.isArray(rules), 'rules', 'The rules must be an array.'),
    checkEach('rules', rules, (rule) => checkRule(rule, patterns)),
  );
}

function checkKeys(name: string, keys: unknown): Problems {
  const message = `${name} must be an array of targeting keys, which are strings.`;
  return problemUnless(isStringArray(keys), name, message);
}

function checkRule(rule: unknown, patterns: PatternCompiler): Problems {
  return checkConditions(isRecord(rule) ? rule.conditions : undefined, patterns);
}
