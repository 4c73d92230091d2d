import type { Condition, Flag, Rollout, Rule } from '../../shared/model/flag-set.ts';
import type { FlagValue } from './engine.ts';

/** The value of a flag's variation, for engines that serve values rather than variations. */
export function variationValue(flag: Flag, variationKey: string): FlagValue {
  const value = flag.variations.find((variation) => variation.key === variationKey)?.value;
  if (typeof value !== 'string' && typeof value !== 'boolean') {
    throw new Error(`The benchmark's flag "${flag.key}" has no string or boolean for "${variationKey}".`);
  }
  return value;
}

/** The default value of a flag of the benchmark. */
export function defaultOf(flag: Flag): FlagValue {
  const { defaultValue } = flag;
  if (typeof defaultValue === 'string' || typeof defaultValue === 'boolean') return defaultValue;
  throw new Error(`The benchmark's flag "${flag.key}" has no string or boolean as its default value.`);
}

/** What a rule of the benchmark serves: a variation or a rollout. */
export function served(rule: Rule): { readonly variation: string } | { readonly rollout: Rollout } {
  return rule.serve;
}

export function stringValues(condition: Condition): string[] {
  return condition.values.map(String);
}

/** The only value of a condition, a number. */
export function onlyNumber(condition: Condition): number {
  const [value] = condition.values;
  if (typeof value !== 'number') throw unknownCondition('this benchmark', condition);
  return value;
}

export function unknownCondition(engine: string, condition: Condition): Error {
  return new Error(`The benchmark has no translation of the operator "${condition.operator}" for ${engine}.`);
}
