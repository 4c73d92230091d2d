import type { Flag, Segment } from '../model/flag-set.ts';

/**
 * A cycle among prerequisites, as the keys on it, the first again at the end (`['a', 'b', 'a']`); `null` where there
 * is none. For refusing a change before it is stored; an evaluation copes with cycles.
 */
export function findPrerequisiteCycle(
  flags: Iterable<Pick<Flag, 'key' | 'prerequisites'>>,
): readonly string[] | null {
  return findCycle(
    new Map([...flags].map(({ key, prerequisites }) => [key, prerequisites.map(({ flagKey }) => flagKey)])),
  );
}

/** A cycle among segments that name each other in their rules; see {@link findPrerequisiteCycle}. */
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

/** Depth first, with a trail of its own, so that chains of any length are fine. */
function findCycle(references: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const finished = new Set<string>();
  for (const start of references.keys()) {
    const trail: { readonly key: string; readonly next: Iterator<string> }[] = [];
    const onTrail = new Set<string>();
    const enter = (key: string): void => {
      trail.push({ key, next: (references.get(key) ?? [])[Symbol.iterator]() });
      onTrail.add(key);
    };
    if (!finished.has(start)) enter(start);
    for (let visit = trail.at(-1); visit !== undefined; visit = trail.at(-1)) {
      const { done, value } = visit.next.next();
      if (done === true) {
        trail.pop();
        onTrail.delete(visit.key);
        finished.add(visit.key);
      } else if (onTrail.has(value)) {
        const keys = trail.map(({ key }) => key);
        return [...keys.slice(keys.indexOf(value)), value];
      } else if (!finished.has(value)) enter(value);
    }
  }
  return null;
}
