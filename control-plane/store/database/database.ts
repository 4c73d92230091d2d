import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../../../shared/logging/logger.ts';
import { createPool } from './pool.ts';

/** The connection pool. */
export type Database = Sql;

const START_TIMEOUT_MS = 30_000;
const MIN_SERVER_VERSION = 150_000;

interface OpenOptions {
  readonly logger: Logger;
  /** How long to retry while Postgres is unreachable, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Opens the pool and waits until Postgres answers.
 *
 * Retries for a while if Postgres is unreachable: it may start at the same time. Does not retry if Postgres refuses
 * (wrong password, unknown database, too old).
 *
 * @throws Error with the cause in one line, without the password
 */
export async function openDatabase(url: string, options: OpenOptions): Promise<Database> {
  const sql = connect(url);
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
      if (!isUnreachable(error) || waitedMs >= timeoutMs) {
        await sql.end({ timeout: 0 });
        throw new Error(`Postgres at ${addressOf(url)} (DATABASE_URL) cannot be used: ${describe(error)}`, {
          cause: error,
        });
      }
      options.logger.warn('Postgres is unreachable, retrying', {
        address: addressOf(url),
        reason: describe(error),
        error,
      });
      await sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

function connect(url: string): Database {
  return createPool(url, {
    max: 10,
    connect_timeout: 5,
    // The caller of a query decides about retries: a change must fail fast while Postgres is unreachable.
    backoff: false,
    onnotice: () => {},
    connection: {
      application_name: 'solid-fortnight-control-plane',
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
}

/** Whether Postgres answers now. */
export async function isReachable(sql: Database): Promise<boolean> {
  try {
    await sql`select 1`;
    return true;
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

function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
