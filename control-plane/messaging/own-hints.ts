/**
 * The hints that this process has published and not received yet. Redis sends them back to their sender, whose hubs got
 * them without Redis. Reading the change a second time would find nothing.
 *
 * Equal hints of several control planes are indistinguishable, so the first ones that arrive count as own. That loses
 * nothing: a hub that reads because of the last one reads every change that was announced before it.
 */
export interface OwnHints {
  add(payload: string): void;
  /** Whether a hint that arrived, or could not be published, is one of these. It is one only once. */
  take(payload: string): boolean;
  /** Hints of a lost connection do not arrive. */
  clear(): void;
}

export function createOwnHints(): OwnHints {
  const counts = new Map<string, number>();
  return {
    add: (payload) => void counts.set(payload, (counts.get(payload) ?? 0) + 1),
    take(payload) {
      const count = counts.get(payload);
      if (count === undefined) return false;
      if (count === 1) counts.delete(payload);
      else counts.set(payload, count - 1);
      return true;
    },
    clear: () => counts.clear(),
  };
}
