import { ROLLOUT_TOTAL } from '../../model/flag-set.ts';
import { isRecord, isString, isStringArray } from '../../model/type-guards.ts';
import { compilePattern, type PatternCompiler } from '../regex/pattern.ts';
import { checkConditions } from './check-condition.ts';
import { checkPatternsTogether } from './check-patterns.ts';
import { checkRequires } from './check-requires.ts';
import { allProblems, checkEach, type Problems, problemUnless, withPathPrefix } from './problem.ts';

/**
 * What an evaluator does not understand in a flag; empty if it understands all of it. Flags and segments that the flag
 * refers to are not checked.
 */
export function checkFlag(flag: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(flag)) return [{ path: '', message: 'A flag must be an object.' }];
  const { enabled, defaultValue, variations, prerequisites, rules, requires } = flag;
  const tooLarge = checkPatternsTogether(rules);
  if (tooLarge.length > 0) return tooLarge;
  const variationKeys: string[] = [];
  return allProblems(
    checkRequires(requires),
    problemUnless(typeof enabled === 'boolean', 'enabled', 'enabled must be true or false.'),
    problemUnless(
      defaultValue !== undefined,
      'defaultValue',
      'The default value must be given; null means that there is none.',
    ),
    checkArray('variations', variations),
    checkArray('prerequisites', prerequisites),
    checkArray('rules', rules),
    // Fills the list of keys that the checks of the rules use.
    checkEach('variations', variations, (variation) => checkVariation(variation, variationKeys)),
    checkEach('prerequisites', prerequisites, checkPrerequisite),
    checkEach('rules', rules, (rule) => checkRule(rule, variationKeys, patterns)),
  );
}

function checkArray(name: string, list: unknown): Problems {
  return problemUnless(Array.isArray(list), name, `${name} must be an array.`);
}

/** Adds the variation's key to `keys`. */
function checkVariation(variation: unknown, keys: string[]): Problems {
  if (!isRecord(variation) || !isString(variation.key)) {
    return [{ path: 'key', message: 'A variation must have a key, a string.' }];
  }
  const { key, value } = variation;
  const isNew = !keys.includes(key);
  keys.push(key);
  return allProblems(
    problemUnless(value !== undefined, 'value', 'A variation must have a value.'),
    problemUnless(isNew, 'key', 'Two variations must not have the same key.'),
  );
}

function checkPrerequisite(prerequisite: unknown): Problems {
  if (!isRecord(prerequisite) || !isString(prerequisite.flagKey)) {
    return [{ path: 'flagKey', message: 'A prerequisite must name a flag by its key, a string.' }];
  }
  const { variations } = prerequisite;
  const message = 'A prerequisite must name at least one variation by its key, a string.';
  return problemUnless(isStringArray(variations) && variations.length > 0, 'variations', message);
}

function checkRule(rule: unknown, variationKeys: readonly string[], patterns: PatternCompiler): Problems {
  if (!isRecord(rule)) return [{ path: '', message: 'A rule must be an object.' }];
  const { priority, conditions, serve } = rule;
  return allProblems(
    problemUnless(Number.isFinite(priority), 'priority', 'The priority must be a number.'),
    checkConditions(conditions, patterns),
    checkServe(serve, variationKeys),
  );
}

function checkServe(serve: unknown, variationKeys: readonly string[]): Problems {
  if (!isRecord(serve) || (serve.variation === undefined) === (serve.rollout === undefined)) {
    return [{ path: 'serve', message: 'A rule must serve either a variation or a rollout.' }];
  }
  const { variation, rollout } = serve;
  if (rollout !== undefined) return withPathPrefix('serve.rollout', checkRollout(rollout, variationKeys));
  return withPathPrefix('serve', checkServed(variation, variationKeys));
}

function checkServed(key: unknown, variationKeys: readonly string[]): Problems {
  const message = 'What is served must be one of the variations of the flag, named by its key.';
  return problemUnless(isString(key) && variationKeys.includes(key), 'variation', message);
}

function checkRollout(rollout: unknown, variationKeys: readonly string[]): Problems {
  if (!isRecord(rollout) || !Array.isArray(rollout.variations)) {
    return [{ path: 'variations', message: 'A rollout must have an array of variations with weights.' }];
  }
  const { bucketBy, seed } = rollout;
  const shares: readonly unknown[] = rollout.variations;
  const total = shares.reduce((sum: number, share) => sum + weightOf(share), 0);
  const message = `The weights sum to ${total}; they must sum to ${ROLLOUT_TOTAL}.`;
  const isAttribute = bucketBy === undefined || (isString(bucketBy) && bucketBy !== '');
  return allProblems(
    checkEach('variations', shares, (share) => checkShare(share, variationKeys)),
    problemUnless(total === ROLLOUT_TOTAL, 'variations', message),
    problemUnless(isAttribute, 'bucketBy', 'bucketBy must name an attribute, or be left out.'),
    problemUnless(seed === undefined || isString(seed), 'seed', 'The seed must be a string, or be left out.'),
  );
}

function checkShare(share: unknown, variationKeys: readonly string[]): Problems {
  if (!isRecord(share))
    return [{ path: '', message: 'A share must be an object with a variation and a weight.' }];
  const isWeight = Number.isInteger(share.weight) && weightOf(share) >= 0;
  return allProblems(
    checkServed(share.variation, variationKeys),
    problemUnless(isWeight, 'weight', 'The weight must be an integer of at least 0, in 100,000ths.'),
  );
}

function weightOf(share: unknown): number {
  return isRecord(share) && typeof share.weight === 'number' ? share.weight : 0;
}
