import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import { connectSocket, type SocketTarget } from './postgres-socket.ts';

/** How long queries on healthy connections of a replaced pool may still run. */
const RETIREMENT_MS = 5_000;

/** A pool of the driver, with the number of its healthy connections. */
interface Generation {
  readonly pool: Sql;
  healthy: number;
  retirement?: NodeJS.Timeout;
}

/**
 * A connection pool that replaces the driver's pool whenever a connection is lost.
 *
 * The driver (postgres 3.4.9) does not recover from a lost connection: see `emitLossAtOnce` and `beginOn`. Queries on
 * healthy connections of the old pool may still finish. Queries that wait in the old pool are rejected as soon as it
 * has no healthy connection.
 */
export function createPool(url: string, options: Options<Record<string, PostgresType>>): Sql {
  // This instance never connects. It parses the options, which also hold the array types that pools have learned.
  const { options: parsed } = postgres(url, options);
  const retired = new Set<Generation>();
  let hasEnded = false;

  const open = (fetchTypes: boolean): Generation => {
    const socket = (target: SocketTarget) => {
      generation.healthy += 1;
      return connectSocket(target, () => {
        generation.healthy -= 1;
        retire(generation);
      });
    };
    const pool = fromParsed({ ...parsed, fetch_types: fetchTypes, socket });
    const generation: Generation = { pool, healthy: 0 };
    return generation;
  };
  const retire = (generation: Generation): void => {
    if (hasEnded) return;
    if (generation === current) {
      current = open(generation.pool.options.fetch_types);
      retired.add(generation);
      generation.retirement = setTimeout(() => discard(generation), RETIREMENT_MS);
    }
    if (generation.healthy === 0) discard(generation);
  };
  const discard = (generation: Generation): void => {
    clearTimeout(generation.retirement);
    retired.delete(generation);
    void generation.pool.end({ timeout: 0 });
  };
  const end: Sql['end'] = async (endOptions) => {
    hasEnded = true;
    for (const { retirement } of retired) clearTimeout(retirement);
    await Promise.all([current, ...retired].map(({ pool }) => pool.end(endOptions)));
  };

  let current = open(true);
  return new Proxy(current.pool, {
    apply: (_, self, args) => Reflect.apply(current.pool, self, args),
    get: (_, name) => {
      if (name === 'end') return end;
      if (name === 'begin') return beginOn(current.pool);
      return Reflect.get(current.pool, name);
    },
  });
}

/** The driver accepts options that it has parsed before, and a `socket` option; its types contain neither. */
function fromParsed(options: object): Sql {
  return Reflect.apply(postgres, undefined, [options]);
}

/**
 * The driver's `begin`, with work that never rejects because its connection is lost. If it did, the driver would send
 * a rollback over the closed socket, which ends the process. The driver rejects the transaction by itself.
 */
function beginOn(pool: Sql): (...args: readonly unknown[]) => Promise<unknown> {
  return (...args) => Reflect.apply(pool.begin, pool, args.map(pendingOnLoss));
}

function pendingOnLoss(argument: unknown): unknown {
  if (typeof argument !== 'function') return argument;
  return async (tx: unknown) => {
    try {
      const result: unknown = await argument(tx);
      return Array.isArray(result) ? await Promise.all(result) : result;
    } catch (error) {
      if (isConnectionLoss(error)) return new Promise(() => {});
      throw error;
    }
  };
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'CONNECTION_CLOSED' || error.code === 'CONNECTION_DESTROYED';
}
