import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../../../shared/logging/logger.ts';
import { createDatabaseCounters, type DatabaseCounters } from './database-counters.ts';
import { createPool } from './pool.ts';
import { displayAddress, type PostgresServer, parsePostgresUrl } from './postgres-url.ts';

/** The connection pool. */
export type Database = Sql & {
  /** Settings that each transaction makes for itself, because the pooler takes none for a session. */
  readonly transactionSettings?: SessionSettings;
  /** Counts of the pool and its transactions. */
  readonly counters?: DatabaseCounters;
};

/** Values by the names of the server's settings. */
export type SessionSettings = Readonly<Record<string, string>>;

const START_TIMEOUT_MS = 30_000;
const MIN_SERVER_VERSION = 150_000;
/** The largest number of connections for requests. */
export const MAX_CONNECTIONS = 10;
const APPLICATION_NAMES: Readonly<Record<PoolPurpose, string>> = {
  requests: 'solid-fortnight-control-plane',
  maintenance: 'solid-fortnight-maintenance',
};
/** Short enough that a request is refused within 6 s while packets vanish. */
const ANSWER_MS = 5_000;
/** A query that waits for a new connection gets its answer, or its refusal, in the time of one answer. */
const CONNECT_SHARE = 0.8;
const IDLE_IN_TRANSACTION_MS = 30_000;
const READINESS_MS = 2_000;

/** What a pool is for. Maintenance takes one connection, on which an answer may take any time. */
export type PoolPurpose = 'requests' | 'maintenance';

export interface OpenOptions {
  /** Default: requests. */
  readonly purpose?: PoolPurpose;
  /** The variable that holds the URL, for errors. Default: `DATABASE_URL`. */
  readonly variable?: string;
  readonly logger: Logger;
  /** How long to retry while Postgres is unreachable, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long Postgres may take to accept a connection or to answer a statement, in milliseconds. */
  readonly answerMs?: number;
  /** Whether statements may be prepared by name. */
  readonly prepare?: boolean;
}

/**
 * Opens the pool and waits until Postgres answers.
 *
 * Retries for a while if Postgres is unreachable: it may start at the same time. Does not retry if Postgres refuses
 * (wrong password, unknown database, too old). A pooler that refuses timeouts as parameters of a session gets none:
 * then `inTransaction` sets them for each transaction.
 *
 * @throws Error with the cause in one line, without the password
 */
export async function openDatabase(url: string, options: OpenOptions): Promise<Database> {
  const { logger, prepare = true, purpose = 'requests', variable = 'DATABASE_URL' } = options;
  const answerMs = options.answerMs ?? ANSWER_MS;
  const server = parsePostgresUrl(url);
  const address = displayAddress(server);
  let isPooled = false;
  const connect = () => openPool(server, { purpose, answerMs, prepare, isPooled });
  let sql = connect();
  const timeoutMs = options.timeoutMs ?? START_TIMEOUT_MS;
  let waitedMs = 0;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      await assertServerVersion(sql);
      // By default the driver queries array types on every new connection. If the connection is lost during that
      // query, the driver's rejection is unhandled and ends the process. The result of the first query is enough.
      sql.options.fetch_types = false;
      return sql;
    } catch (error) {
      if (isRefusedParameter(error) && !isPooled) {
        logger.info(
          'Postgres is behind a pooler that refuses session timeouts, setting them for each transaction',
          {
            address,
          },
        );
        await sql.end({ timeout: 0 });
        isPooled = true;
        sql = connect();
        continue;
      }
      if (!isUnreachable(error) || waitedMs >= timeoutMs) {
        await sql.end({ timeout: 0 });
        throw new Error(`Postgres at ${address} (${variable}) cannot be used: ${describe(error)}`, {
          cause: error,
        });
      }
      logger.warn('Postgres is unreachable, retrying', { address, reason: describe(error), error });
      await sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

interface PoolSettings {
  readonly purpose: PoolPurpose;
  readonly answerMs: number;
  readonly prepare: boolean;
  /** Whether a pooler refuses timeouts as parameters of a session. */
  readonly isPooled: boolean;
}

function openPool(server: PostgresServer, { purpose, answerMs, prepare, isPooled }: PoolSettings): Database {
  const timeouts = purpose === 'requests' ? sessionTimeouts(answerMs) : {};
  const counters = createDatabaseCounters();
  const pool = createPool(server, {
    max: purpose === 'requests' ? MAX_CONNECTIONS : 1,
    timeouts: { connectMs: answerMs * CONNECT_SHARE, answerMs: purpose === 'requests' ? answerMs : 0 },
    parameters: { application_name: APPLICATION_NAMES[purpose], ...(isPooled ? {} : timeouts) },
    prepare,
    counters,
  });
  return withProperties(pool, isPooled ? { counters, transactionSettings: timeouts } : { counters });
}

/** Timeouts of the server. It gives up a statement before this process does. */
function sessionTimeouts(answerMs: number): SessionSettings {
  return {
    statement_timeout: String(Math.round(answerMs * 0.9)),
    lock_timeout: String(Math.round(answerMs * 0.8)),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
  };
}

function withProperties(pool: Sql, properties: Pick<Database, 'transactionSettings' | 'counters'>): Database {
  return new Proxy(pool, {
    get: (target, name) => Reflect.get(Object.hasOwn(properties, name) ? properties : target, name),
  });
}

/** PgBouncer refuses parameters that it does not know: `unsupported startup parameter`. */
function isRefusedParameter(error: unknown): boolean {
  return error instanceof Error && /unsupported startup parameter/.test(error.message);
}

/** Whether Postgres answers now. */
export async function isReachable(sql: Database): Promise<boolean> {
  try {
    // Shorter than a statement may take: a health check must answer soon.
    const late = sleep(READINESS_MS, false, { ref: false });
    return await Promise.race([sql`select 1`.then(() => true), late]);
  } catch {
    return false;
  }
}

async function assertServerVersion(sql: Database): Promise<void> {
  const [row] = await sql<
    { version: number }[]
  >`select current_setting('server_version_num')::int as version`;
  if (row && row.version < MIN_SERVER_VERSION) {
    throw new Error(`it has version ${Math.floor(row.version / 10_000)}; version 15 or newer is required`);
  }
}

const UNREACHABLE = new Set([
  // Codes of the driver.
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  // Codes of the network.
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  // Codes of a server that is stopping, starting, read-only or full.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25006',
  // A statement took longer than statement_timeout, or waited longer than lock_timeout.
  '57014',
  '55P03',
]);

/** Whether an error means that Postgres is unreachable, not that a query is wrong. */
export function isUnreachable(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && (UNREACHABLE.has(code) || code.startsWith('08'));
}

/** The code of an error from Postgres, its driver or the network. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || errorCode(error) || error.name;
}
