import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import { connectSocket, type SocketTarget } from './postgres-socket.ts';

/** How long a retired pool may go on with what runs on its healthy connections. */
const RETIREMENT_MS = 5_000;

/** One pool of the driver, and how many of its connections are not lost. */
interface Generation {
  readonly pool: Sql;
  healthy: number;
  retirement?: NodeJS.Timeout;
}

/**
 * A pool of connections that is replaced by a fresh one when it loses a connection.
 *
 * The driver (postgres 3.4.9) does not get over the loss of a connection: see `loseAtOnce` and `beginOn`. A fresh pool knows
 * nothing of it. What runs on healthy connections of the old pool goes on for a while; what waits in it is
 * rejected at once where none is healthy.
 */
export function createPool(url: string, options: Options<Record<string, PostgresType>>): Sql {
  // Never connects: it parses the options, and what pools learn of array types is kept in them.
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
  const end: Sql['end'] = async (how) => {
    hasEnded = true;
    for (const { retirement } of retired) clearTimeout(retirement);
    await Promise.all([current, ...retired].map(({ pool }) => pool.end(how)));
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

/** The driver takes options it has parsed before as they are, and one for the socket; its types know of neither. */
function fromParsed(options: object): Sql {
  return Reflect.apply(postgres, undefined, [options]);
}

/**
 * The driver's `begin`, for work that never fails by the loss of its connection: the driver would send a
 * rollback down a socket that is gone, which ends the process. The work is left where it is, and the rejection
 * is the one by which the driver itself tells of the loss.
 */
function beginOn(pool: Sql): (...given: readonly unknown[]) => Promise<unknown> {
  return (...given) => Reflect.apply(pool.begin, pool, given.map(withoutLoss));
}

function withoutLoss(argument: unknown): unknown {
  if (typeof argument !== 'function') return argument;
  return async (tx: unknown) => {
    try {
      const result: unknown = await argument(tx);
      return Array.isArray(result) ? await Promise.all(result) : result;
    } catch (error) {
      if (isLoss(error)) return new Promise(() => {});
      throw error;
    }
  };
}

function isLoss(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'CONNECTION_CLOSED' || error.code === 'CONNECTION_DESTROYED';
}
