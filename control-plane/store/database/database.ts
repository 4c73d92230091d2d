import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../../../shared/logging/logger.ts';
import { createPool } from './pool.ts';

/** The pool of connections to Postgres. */
export type Database = Sql;

const CONNECT_PATIENCE_MS = 30_000;
const OLDEST_SERVER_VERSION = 150_000;

interface OpenOptions {
  readonly logger: Logger;
  /** How long an unreachable Postgres is tried again at start, in milliseconds. */
  readonly patienceMs?: number;
}

/**
 * Opens the pool and waits until Postgres answers.
 *
 * A server that cannot be reached yet (it may be starting beside us) is tried again for a while; one
 * that answers and refuses (wrong password, no such database, too old) is not.
 *
 * @throws Error saying in one line what is wrong, without the password
 */
export async function openDatabase(url: string, options: OpenOptions): Promise<Database> {
  const sql = connect(url);
  const patienceMs = options.patienceMs ?? CONNECT_PATIENCE_MS;
  let waitedMs = 0;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      await refuseOldServer(sql);
      // The driver asks every new connection for the types of arrays, and a connection that is lost right then
      // is a rejection that nobody can handle: it would end the process. One answer serves them all.
      sql.options.fetch_types = false;
      return sql;
    } catch (error) {
      if (!isUnreachable(error) || waitedMs >= patienceMs) {
        await sql.end({ timeout: 0 });
        throw new Error(`Postgres at ${place(url)} (DATABASE_URL) cannot be used: ${describe(error)}`, {
          cause: error,
        });
      }
      options.logger.warn('Postgres cannot be reached yet', { place: place(url), error: describe(error) });
      await sleep(pauseMs);
      waitedMs += pauseMs;
    }
  }
}

function connect(url: string): Database {
  return createPool(url, {
    max: 10,
    connect_timeout: 5,
    // Retried by the caller of a query, not behind its back: a change must fail fast while Postgres is away.
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
export async function answers(sql: Database): Promise<boolean> {
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  }
}

async function refuseOldServer(sql: Database): Promise<void> {
  const [row] = await sql<
    { version: number }[]
  >`select current_setting('server_version_num')::int as version`;
  if (row && row.version < OLDEST_SERVER_VERSION) {
    throw new Error(`it is version ${Math.floor(row.version / 10_000)}; version 15 or newer is needed`);
  }
}

const UNREACHABLE = new Set([
  // of the driver
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  // of the network
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  // of a server that is stopping, starting, read-only or full
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25006',
]);

/** Whether an error says that Postgres is away, rather than that a query was wrong. */
export function isUnreachable(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && (UNREACHABLE.has(code) || code.startsWith('08'));
}

/** The code of an error of Postgres, its driver or the network. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || errorCode(error) || error.name;
}

function place(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
