import { isRecord, isStringArray } from '../../model/type-guards.ts';
import { compilePattern, type PatternCompiler } from '../operators/regex.ts';
import { checkConditions } from './check-condition.ts';
import { checkEach, concatProblems, type Problems, problemUnless } from './problem.ts';

/** What an evaluator would not understand in a segment; empty where it is fine. */
export function checkSegment(segment: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(segment)) return [{ path: '', message: 'A segment must be an object.' }];
  const { included, excluded, rules } = segment;
  const keys = concatProblems(checkKeys('included', included), checkKeys('excluded', excluded));
  const list = problemUnless(Array.isArray(rules), 'rules', 'The rules must be an array.');
  return concatProblems(
    concatProblems(keys, list),
    checkEach('rules', rules, (rule) => checkRule(rule, patterns)),
  );
}

function checkKeys(name: string, keys: unknown): Problems {
  return problemUnless(
    isStringArray(keys),
    name,
    `${name} must be an array of targeting keys, which are texts.`,
  );
}

function checkRule(rule: unknown, patterns: PatternCompiler): Problems {
  return checkConditions(isRecord(rule) ? rule.conditions : undefined, patterns);
}
