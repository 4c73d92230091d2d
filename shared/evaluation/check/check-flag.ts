import { ROLLOUT_TOTAL } from '../../model/flag-set.ts';
import { isRecord, isString, isStringArray } from '../../model/type-guards.ts';
import { compilePattern, type PatternCompiler } from '../operators/regex.ts';
import { checkConditions } from './check-condition.ts';
import { checkEach, concatProblems, type Problems, problemUnless, withPathPrefix } from './problem.ts';

/**
 * What an evaluator would not understand in a flag; empty where it is fine. What the flag refers to, other flags
 * and segments, is not looked up.
 */
export function checkFlag(flag: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(flag)) return [{ path: '', message: 'A flag must be an object.' }];
  const { enabled, defaultValue, variations, prerequisites, rules } = flag;
  const state = concatProblems(
    problemUnless(typeof enabled === 'boolean', 'enabled', 'enabled must be true or false.'),
    problemUnless(
      defaultValue !== undefined,
      'defaultValue',
      'The default value must be given; null means that there is none.',
    ),
  );
  const lists = concatProblems(
    checkList('variations', variations),
    concatProblems(checkList('prerequisites', prerequisites), checkList('rules', rules)),
  );
  const keys: string[] = [];
  const choices = checkEach('variations', variations, (variation) => checkVariation(variation, keys));
  const required = checkEach('prerequisites', prerequisites, checkPrerequisite);
  const targeting = checkEach('rules', rules, (rule) => checkRule(rule, keys, patterns));
  return concatProblems(
    concatProblems(state, lists),
    concatProblems(choices, concatProblems(required, targeting)),
  );
}

function checkList(name: string, list: unknown): Problems {
  return problemUnless(Array.isArray(list), name, `${name} must be an array.`);
}

/** Adds the variation's key to `keys`. */
function checkVariation(variation: unknown, keys: string[]): Problems {
  if (!isRecord(variation) || !isString(variation.key)) {
    return [{ path: 'key', message: 'A variation must have a key, a text.' }];
  }
  const { key, value } = variation;
  const isNew = !keys.includes(key);
  keys.push(key);
  return concatProblems(
    problemUnless(value !== undefined, 'value', 'A variation must have a value.'),
    problemUnless(isNew, 'key', 'Each variation must have a key of its own.'),
  );
}

function checkPrerequisite(prerequisite: unknown): Problems {
  if (!isRecord(prerequisite) || !isString(prerequisite.flagKey)) {
    return [{ path: 'flagKey', message: 'A prerequisite must name a flag by its key, a text.' }];
  }
  const { variations } = prerequisite;
  const message = 'A prerequisite must name at least one variation by its key, a text.';
  return problemUnless(isStringArray(variations) && variations.length > 0, 'variations', message);
}

function checkRule(rule: unknown, variations: readonly string[], patterns: PatternCompiler): Problems {
  if (!isRecord(rule)) return [{ path: '', message: 'A rule must be an object.' }];
  const { priority, conditions, serve } = rule;
  return concatProblems(
    problemUnless(Number.isFinite(priority), 'priority', 'The priority must be a number.'),
    concatProblems(checkConditions(conditions, patterns), checkServe(serve, variations)),
  );
}

function checkServe(serve: unknown, variations: readonly string[]): Problems {
  if (!isRecord(serve) || (serve.variation === undefined) === (serve.rollout === undefined)) {
    return [{ path: 'serve', message: 'A rule must serve either a variation or a rollout.' }];
  }
  const { variation, rollout } = serve;
  if (rollout !== undefined) return withPathPrefix('serve.rollout', checkRollout(rollout, variations));
  return withPathPrefix('serve', checkServed(variation, variations));
}

function checkServed(key: unknown, variations: readonly string[]): Problems {
  const message = 'What is served must be one of the variations of the flag, named by its key.';
  return problemUnless(isString(key) && variations.includes(key), 'variation', message);
}

function checkRollout(rollout: unknown, variations: readonly string[]): Problems {
  if (!isRecord(rollout) || !Array.isArray(rollout.variations)) {
    return [{ path: 'variations', message: 'A rollout must have an array of variations with weights.' }];
  }
  const { bucketBy, seed } = rollout;
  const shares: readonly unknown[] = rollout.variations;
  const total = shares.reduce((sum: number, share) => sum + weightOf(share), 0);
  const message = `The weights sum to ${total}; they must sum to ${ROLLOUT_TOTAL}.`;
  const weights = concatProblems(
    checkEach('variations', shares, (share) => checkShare(share, variations)),
    problemUnless(total === ROLLOUT_TOTAL, 'variations', message),
  );
  const isNamed = bucketBy === undefined || (isString(bucketBy) && bucketBy !== '');
  return concatProblems(
    weights,
    concatProblems(
      problemUnless(isNamed, 'bucketBy', 'bucketBy must name an attribute, or not be given.'),
      problemUnless(
        seed === undefined || isString(seed),
        'seed',
        'The seed must be a text, or not be given.',
      ),
    ),
  );
}

function checkShare(share: unknown, variations: readonly string[]): Problems {
  if (!isRecord(share))
    return [{ path: '', message: 'A share must be an object with a variation and a weight.' }];
  const isWeight = Number.isInteger(share.weight) && weightOf(share) >= 0;
  return concatProblems(
    checkServed(share.variation, variations),
    problemUnless(isWeight, 'weight', 'The weight must be an integer, in 100,000ths, from 0 on.'),
  );
}

function weightOf(share: unknown): number {
  return isRecord(share) && typeof share.weight === 'number' ? share.weight : 0;
}
