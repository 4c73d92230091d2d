import type { Sql } from 'postgres';

/** How long queries on healthy connections of a replaced pool may still run. */
const RETIREMENT_MS = 5_000;

/** A pool of the driver, with the number of its healthy connections. */
interface Generation {
  readonly pool: Sql;
  healthy: number;
  retirement?: NodeJS.Timeout;
}

/** What a pool of the driver reports about its connections. */
export interface GenerationConnections {
  connectionOpened(): void;
  connectionClosed(isLost: boolean): void;
  /** Whether the pool was not replaced. All pools count as current once the last one is ended. */
  isCurrent(): boolean;
}

export interface PoolGenerations {
  current(): Sql;
  /** Ends the current pool and those that were replaced. */
  readonly end: Sql['end'];
}

/** @param open opens a pool; `fetchTypes`: whether it queries the array types on a new connection */
type OpenPool = (fetchTypes: boolean, connections: GenerationConnections) => Sql;

/** Replaces the driver's pool when one of its connections is lost, and ends the replaced one. */
export function createPoolGenerations(openPool: OpenPool): PoolGenerations {
  const retired = new Set<Generation>();
  let hasEnded = false;

  function open(fetchTypes: boolean): Generation {
    const pool = openPool(fetchTypes, {
      connectionOpened() {
        generation.healthy += 1;
      },
      connectionClosed(isLost) {
        generation.healthy -= 1;
        if (isLost) retire(generation);
      },
      isCurrent: () => generation === current || hasEnded,
    });
    const generation: Generation = { pool, healthy: 0 };
    return generation;
  }

  function retire(generation: Generation): void {
    if (hasEnded) return;
    if (generation === current) {
      current = open(generation.pool.options.fetch_types);
      retired.add(generation);
      generation.retirement = setTimeout(() => discard(generation), RETIREMENT_MS);
    }
    if (generation.healthy === 0) discard(generation);
  }

  function discard(generation: Generation): void {
    clearTimeout(generation.retirement);
    retired.delete(generation);
    void generation.pool.end({ timeout: 0 });
  }

  let current = open(true);
  return {
    current: () => current.pool,
    end: async (options) => {
      hasEnded = true;
      for (const { retirement } of retired) clearTimeout(retirement);
      await Promise.all([current, ...retired].map(({ pool }) => pool.end(options)));
    },
  };
}
