import type { Flag, Segment } from '../model/flag-set.ts';
import { stronglyConnectedComponents } from './compile/strongly-connected-components.ts';

/**
 * A cycle among prerequisites, as the flag keys on it with the first one again at the end (`['a', 'b', 'a']`); `null` if
 * there is none. For refusing a change before it is stored: an evaluation answers for flags on a cycle all the same.
 */
export function findPrerequisiteCycle(
  flags: Iterable<Pick<Flag, 'key' | 'prerequisites'>>,
): readonly string[] | null {
  return findCycle(
    new Map([...flags].map(({ key, prerequisites }) => [key, prerequisites.map(({ flagKey }) => flagKey)])),
  );
}

/** A cycle among segments whose rules name each other; see {@link findPrerequisiteCycle}. */
export function findSegmentCycle(
  segments: Iterable<Pick<Segment, 'key' | 'rules'>>,
): readonly string[] | null {
  return findCycle(new Map([...segments].map(({ key, rules }) => [key, segmentsNamedIn(rules)])));
}

function segmentsNamedIn(rules: Segment['rules']): readonly string[] {
  const conditions = rules.flatMap((rule) => rule.conditions);
  const naming = conditions.filter(({ conditionType }) => conditionType === 'segment');
  return naming.flatMap(({ values }) => values).filter((value) => typeof value === 'string');
}

/** A cycle in a graph of references by key; see {@link findPrerequisiteCycle}. */
export function findCycle(references: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const referencesOf = (key: string) => references.get(key) ?? [];
  for (const component of stronglyConnectedComponents(references.keys(), referencesOf)) {
    const cycle = cycleWithin(component, referencesOf);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Follows references inside one component until a key comes again. Only a single key without itself has no next one. */
function cycleWithin(
  component: readonly string[],
  referencesOf: (key: string) => readonly string[],
): readonly string[] | null {
  const members = new Set(component);
  const visited = new Set<string>();
  let key = component[0];
  while (key !== undefined && !visited.has(key)) {
    visited.add(key);
    key = referencesOf(key).find((other) => members.has(other));
  }
  if (key === undefined) return null;
  const path = [...visited];
  return [...path.slice(path.indexOf(key)), key];
}
