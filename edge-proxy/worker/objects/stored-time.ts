import type { ObjectStorage } from './object-storage.ts';

/** When the stored state was last known to be current, so that the age is known after the object starts again. */
export interface StoredTime {
  /** Milliseconds since 1970; `undefined`: none is stored. */
  read(): number | undefined;
  /** Stores a time, unless the stored one is nearly as late: each write is billed. */
  write(currentAsOf: number): void;
}

/** The stored time may be this much too early, in milliseconds. */
const GRANULARITY = 10_000;

const KEY = 'currentAsOf';

export function openStoredTime({ kv }: Pick<ObjectStorage, 'kv'>): StoredTime {
  const found = kv.get(KEY);
  let stored = typeof found === 'number' ? found : undefined;
  return {
    read: () => stored,
    write(currentAsOf) {
      if (stored !== undefined && Math.abs(currentAsOf - stored) < GRANULARITY) return;
      stored = currentAsOf;
      kv.put(KEY, currentAsOf);
    },
  };
}
