import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import type { DatabaseCounters } from './database-counters.ts';
import { createPoolGenerations } from './pool-generations.ts';
import { PostgresSocket } from './postgres-socket.ts';
import { connectTransport } from './postgres-transport.ts';
import type { PostgresServer, SessionAttributes } from './postgres-url.ts';

export interface PoolOptions {
  /** The largest number of connections. */
  readonly max: number;
  /** For connecting, and for each answer; 0: answers may take any time. In milliseconds. */
  readonly timeouts: { readonly connectMs: number; readonly answerMs: number };
  /** Parameters of each session. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether statements may be prepared by name, which is state of a session. Default: yes. */
  readonly prepare?: boolean;
  readonly counters?: DatabaseCounters;
}

/**
 * A connection pool that replaces the driver's pool whenever a connection is lost.
 *
 * The driver (postgres 3.4.9) does not recover from a lost connection: see `PostgresSocket` and `beginOn`. Queries on
 * healthy connections of the old pool may still finish. Queries that wait in the old pool are rejected as soon as it
 * has no healthy connection.
 */
export function createPool(server: PostgresServer, options: PoolOptions): Sql {
  // This instance never connects. It parses the options, which also hold the array types that pools have learned.
  const { options: parsed } = postgres(driverOptions(server, options));
  const { counters } = options;
  let firstHost = 0;

  const generations = createPoolGenerations((fetchTypes, generation) => {
    const socket = () => {
      generation.connectionOpened();
      counters?.connectionOpened();
      return new PostgresSocket({
        connect: () =>
          // A connection that a replaced pool opens for a query that waits would only add its timeout to the wait.
          generation.isCurrent()
            ? connectTransport(server, firstHost, options.timeouts.connectMs)
            : Promise.reject(replacedError()),
        silenceMs: options.timeouts.answerMs,
        refusal: (name, value) => refusalOf(server.sessionAttributes, name, value),
        onRefused: (host) => {
          firstHost = (host + 1) % server.hosts.length;
        },
        onBusy: (isBusy) => counters?.connectionBusy(isBusy),
        onClosed(isLost) {
          counters?.connectionClosed(isLost);
          generation.connectionClosed(isLost);
        },
      });
    };
    return fromParsed({ ...parsed, fetch_types: fetchTypes, socket, target_session_attrs: null });
  });

  return new Proxy(generations.current(), {
    apply: (_, self, args) => Reflect.apply(generations.current(), self, args),
    get: (_, name) => {
      if (name === 'end') return generations.end;
      if (name === 'begin') return beginOn(generations.current());
      return Reflect.get(generations.current(), name);
    },
  });
}

/** The sockets connect and encrypt by themselves, so the driver gets one host and no TLS. */
function driverOptions(server: PostgresServer, options: PoolOptions): Options<Record<string, PostgresType>> {
  return {
    host: 'postgres',
    port: 1,
    database: server.database,
    user: server.user,
    pass: server.password,
    ssl: false,
    max: options.max,
    prepare: options.prepare ?? true,
    // The watchdog of the socket bounds the handshake.
    connect_timeout: 0,
    // The caller of a query decides about retries: a change must fail fast while Postgres is unreachable.
    backoff: false,
    onnotice: () => {},
    connection: { ...options.parameters, ...server.parameters, ...ANSWER_FORMAT },
  };
}

/** Settings that what is read depends on. A pooler passes these two on, also in transaction mode. */
const ANSWER_FORMAT = { DateStyle: 'ISO, MDY', TimeZone: 'UTC' };

/** Postgres reports both settings when a session begins, since version 14. */
function refusalOf(wanted: SessionAttributes, setting: string, value: string): string | undefined {
  if (value !== 'on' || wanted === 'any') return undefined;
  if (setting === 'in_hot_standby')
    return `the server is a standby; target_session_attrs=${wanted} asks for another`;
  if (setting !== 'default_transaction_read_only' || wanted === 'primary') return undefined;
  return 'sessions of the server are read-only; target_session_attrs=read-write asks for another';
}

function replacedError(): Error {
  return Object.assign(new Error('the connection to Postgres was closed'), { code: 'CONNECTION_CLOSED' });
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
