import { ROLLOUT_TOTAL } from '../../model/flag-set.ts';
import { compilePattern, type PatternCompiler } from '../operators/regex.ts';
import { checkConditions } from './check-condition.ts';
import { both, inEach, isRecord, isText, isTexts, type Problems, unless, within } from './problem.ts';

/**
 * What an evaluator would not understand in a flag; empty where it is fine. What the flag refers to, other flags
 * and segments, is not looked up.
 */
export function checkFlag(flag: unknown, patterns: PatternCompiler = compilePattern): Problems {
  if (!isRecord(flag)) return [{ path: '', message: 'A flag must be an object.' }];
  const { enabled, defaultValue, variations, prerequisites, rules } = flag;
  const state = both(
    unless(typeof enabled === 'boolean', 'enabled', 'enabled must be true or false.'),
    unless(
      defaultValue !== undefined,
      'defaultValue',
      'The default value must be given; null means that there is none.',
    ),
  );
  const lists = both(
    checkList('variations', variations),
    both(checkList('prerequisites', prerequisites), checkList('rules', rules)),
  );
  const keys: string[] = [];
  const choices = inEach('variations', variations, (variation) => checkVariation(variation, keys));
  const required = inEach('prerequisites', prerequisites, checkPrerequisite);
  const targeting = inEach('rules', rules, (rule) => checkRule(rule, keys, patterns));
  return both(both(state, lists), both(choices, both(required, targeting)));
}

function checkList(name: string, list: unknown): Problems {
  return unless(Array.isArray(list), name, `${name} must be an array.`);
}

/** Adds the variation's key to `keys`. */
function checkVariation(variation: unknown, keys: string[]): Problems {
  if (!isRecord(variation) || !isText(variation.key)) {
    return [{ path: 'key', message: 'A variation must have a key, a text.' }];
  }
  const { key, value } = variation;
  const isNew = !keys.includes(key);
  keys.push(key);
  return both(
    unless(value !== undefined, 'value', 'A variation must have a value.'),
    unless(isNew, 'key', 'Each variation must have a key of its own.'),
  );
}

function checkPrerequisite(prerequisite: unknown): Problems {
  if (!isRecord(prerequisite) || !isText(prerequisite.flagKey)) {
    return [{ path: 'flagKey', message: 'A prerequisite must name a flag by its key, a text.' }];
  }
  const { variations } = prerequisite;
  const message = 'A prerequisite must name at least one variation by its key, a text.';
  return unless(isTexts(variations) && variations.length > 0, 'variations', message);
}

function checkRule(rule: unknown, variations: readonly string[], patterns: PatternCompiler): Problems {
  if (!isRecord(rule)) return [{ path: '', message: 'A rule must be an object.' }];
  const { priority, conditions, serve } = rule;
  return both(
    unless(Number.isFinite(priority), 'priority', 'The priority must be a number.'),
    both(checkConditions(conditions, patterns), checkServe(serve, variations)),
  );
}

function checkServe(serve: unknown, variations: readonly string[]): Problems {
  if (!isRecord(serve) || (serve.variation === undefined) === (serve.rollout === undefined)) {
    return [{ path: 'serve', message: 'A rule must serve either a variation or a rollout.' }];
  }
  const { variation, rollout } = serve;
  if (rollout !== undefined) return within('serve.rollout', checkRollout(rollout, variations));
  return within('serve', checkServed(variation, variations));
}

function checkServed(key: unknown, variations: readonly string[]): Problems {
  const message = 'What is served must be one of the variations of the flag, named by its key.';
  return unless(isText(key) && variations.includes(key), 'variation', message);
}

function checkRollout(rollout: unknown, variations: readonly string[]): Problems {
  if (!isRecord(rollout) || !Array.isArray(rollout.variations)) {
    return [{ path: 'variations', message: 'A rollout must have an array of variations with weights.' }];
  }
  const { bucketBy, seed } = rollout;
  const shares: readonly unknown[] = rollout.variations;
  const total = shares.reduce((sum: number, share) => sum + weightOf(share), 0);
  const message = `The weights sum to ${total}; they must sum to ${ROLLOUT_TOTAL}.`;
  const weights = both(
    inEach('variations', shares, (share) => checkShare(share, variations)),
    unless(total === ROLLOUT_TOTAL, 'variations', message),
  );
  const isNamed = bucketBy === undefined || (isText(bucketBy) && bucketBy !== '');
  return both(
    weights,
    both(
      unless(isNamed, 'bucketBy', 'bucketBy must name an attribute, or not be given.'),
      unless(seed === undefined || isText(seed), 'seed', 'The seed must be a text, or not be given.'),
    ),
  );
}

function checkShare(share: unknown, variations: readonly string[]): Problems {
  if (!isRecord(share))
    return [{ path: '', message: 'A share must be an object with a variation and a weight.' }];
  const isWeight = Number.isInteger(share.weight) && weightOf(share) >= 0;
  return both(
    checkServed(share.variation, variations),
    unless(isWeight, 'weight', 'The weight must be an integer, in 100,000ths, from 0 on.'),
  );
}

function weightOf(share: unknown): number {
  return isRecord(share) && typeof share.weight === 'number' ? share.weight : 0;
}
