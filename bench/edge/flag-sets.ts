import type { Flag } from '../../shared/model/flag-set.ts';
import { COUNTRIES } from '../evaluator/contexts.ts';
import { booleanFlag, condition, makeScenarios, rule, stringFlag } from '../evaluator/scenarios.ts';

/** The flag of the single evaluations. {@link contextOf} matches its only rule. */
export const SINGLE_FLAG = 'checkout';

/** A typical context. Only the targeting key differs between users, so the response is always the same. */
export function contextOf(user: number) {
  return {
    targetingKey: `user-${user}`,
    country: 'DE',
    plan: 'premium',
    age: 34,
    email: `user-${user}@example.com`,
  };
}

/** One flag with one rule of two conditions. */
export function singleFlag(): Flag[] {
  const conditions = [condition('plan', 'eq', ['premium', 'team']), condition('age', 'gt', [30])];
  return [booleanFlag(SINGLE_FLAG, [rule(0, conditions, { variation: 'on' })])];
}

/** 40 static flags, 40 with one rule, 20 rollouts. */
export function hundredFlags(): readonly Flag[] {
  const scenario = makeScenarios().find(({ name }) => name === 'all of 100 flags');
  if (scenario === undefined) throw new Error('bench/evaluator has no scenario of 100 flags.');
  return scenario.flagSet.flags;
}

/** The flags of a large project: each has two rules, and every fifth one a rollout. */
export function manyFlags(count: number): Flag[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `flag-${String(index).padStart(5, '0')}`;
    const country = COUNTRIES.slice(index % 20, (index % 20) + 5);
    const rules = [
      rule(0, [condition('country', 'in', country), condition('age', 'gt', [index % 90])], {
        variation: 'a',
      }),
      rule(1, [condition('email', 'ends_with', [`@example-${index % 50}.com`])], { variation: 'b' }),
    ];
    if (index % 5 !== 0) return stringFlag(key, rules);
    const weights = [34_000, 33_000, 33_000];
    const variations = ['a', 'b', 'c'].map((variation, at) => ({ variation, weight: weights[at] ?? 0 }));
    return stringFlag(key, [...rules, rule(2, [], { rollout: { variations } })]);
  });
}
