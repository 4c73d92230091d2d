/** When what is stored was last known to be current, so that an object that is woken can say how old it is. */
export interface KeptTime {
  /** Milliseconds since 1970. */
  read(): number | undefined;
  /** Stores a time unless one nearly as late is stored already: each write is paid for. */
  write(currentAsOf: number): void;
}

/** Stored times may lag this much behind, in milliseconds. */
const COARSENESS = 10_000;

const KEY = 'currentAsOf';

export function createKeptTime({ kv }: Pick<DurableObjectStorage, 'kv'>): KeptTime {
  let stored = kv.get<number>(KEY);
  return {
    read: () => stored,
    write(currentAsOf) {
      if (stored !== undefined && Math.abs(currentAsOf - stored) < COARSENESS) return;
      stored = currentAsOf;
      kv.put(KEY, currentAsOf);
    },
  };
}
