import { CONTEXT_COUNT } from './contexts.ts';
import type { LoadedEngine } from './engine.ts';
import { ROLLOUT_SHARES, type Scenario } from './scenarios.ts';

export interface Candidate {
  readonly name: string;
  readonly loaded: LoadedEngine;
}

/** How far a share may be from its weight. Over 1,024 contexts a share of a third has a standard deviation of 0.015. */
const TOLERANCE = 0.075;

/**
 * Compares the answers of all engines with those of the first one, for every flag and every context. Engines hash differently,
 * so for rollouts it compares the shares instead. Returns the differences as sentences.
 */
export function findDisagreements(scenario: Scenario, candidates: readonly Candidate[]): string[] {
  const [reference, ...others] = candidates;
  if (reference === undefined) return [];
  return scenario.flagSet.flags.flatMap(({ key }) => {
    if (scenario.rollouts.has(key)) return candidates.flatMap((candidate) => findWrongShares(candidate, key));
    return others.flatMap((other) => findDifference(reference, other, key));
  });
}

function findDifference(reference: Candidate, other: Candidate, flagKey: string): string[] {
  for (let index = 0; index < CONTEXT_COUNT; index++) {
    const expected = reference.loaded.answer(flagKey, index);
    const actual = other.loaded.answer(flagKey, index);
    if (expected !== actual) {
      return [
        `${flagKey}, context ${index}: ${reference.name} says ${expected}, ${other.name} says ${actual}`,
      ];
    }
  }
  return [];
}

function findWrongShares({ name, loaded }: Candidate, flagKey: string): string[] {
  const counts = new Map<unknown, number>();
  for (let index = 0; index < CONTEXT_COUNT; index++) {
    const value = loaded.answer(flagKey, index);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const unknown = [...counts.keys()].filter(
    (value) => typeof value !== 'string' || !ROLLOUT_SHARES.has(value),
  );
  const wrong = [...ROLLOUT_SHARES].filter(
    ([value, share]) => Math.abs((counts.get(value) ?? 0) / CONTEXT_COUNT - share) > TOLERANCE,
  );
  if (unknown.length === 0 && wrong.length === 0) return [];
  const shares = [...counts].map(
    ([value, count]) => `${value} ${((100 * count) / CONTEXT_COUNT).toFixed(1)} %`,
  );
  return [`${flagKey}: the shares of ${name} are ${shares.join(', ')}`];
}
