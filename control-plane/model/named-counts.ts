/** Counts by name. Every name exists from the start, with 0. */
export interface NamedCounts<Name extends string> {
  add(name: Name, by?: number): void;
  entries(): Iterable<readonly [Name, number]>;
}

export function createNamedCounts<Name extends string>(names: readonly Name[]): NamedCounts<Name> {
  const counts = new Map<Name, number>(names.map((name) => [name, 0]));
  return {
    add: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    entries: () => counts.entries(),
  };
}

/** How an attempt ended. */
export type AttemptResult = 'succeeded' | 'failed';

export const createAttemptCounts = (): NamedCounts<AttemptResult> =>
  createNamedCounts(['succeeded', 'failed']);
