import { setTimeout as sleep } from 'node:timers/promises';
import type { ISql, TransactionSql } from 'postgres';
import { exponentialDelay } from '../../../shared/retry/backoff.ts';
import { type Database, errorCode } from './database.ts';
import type { RetryReason } from './database-counters.ts';

/** Runs queries: the pool or a transaction. */
export type Queryable = ISql;
/** A transaction in progress. */
export type Transaction = TransactionSql;

const ATTEMPTS = 6;
const BACKOFF = { baseMs: 20, capMs: 1_000 };
const RETRIED: ReadonlyMap<string, RetryReason> = new Map([
  ['40001', 'serialization_failure'],
  ['40P01', 'deadlock_detected'],
]);

/**
 * Runs `work` in a transaction, which commits if `work` resolves and rolls back if it rejects. Deadlocks and
 * serialisation failures are retried, so `work` may run several times.
 *
 * @param random a number in [0, 1), the jitter of the pauses between attempts
 */
export async function inTransaction<T>(
  sql: Database,
  random: () => number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await begin(sql, 'isolation level read committed', work);
    } catch (error) {
      const reason = RETRIED.get(errorCode(error) ?? '');
      if (attempt >= ATTEMPTS || reason === undefined) throw error;
      sql.counters?.retried(reason);
      await sleep(random() * exponentialDelay(attempt, BACKOFF));
    }
  }
}

/** Runs queries that must read one consistent state of the database. */
export function inSnapshot<T>(sql: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return begin(sql, 'isolation level repeatable read, read only', work);
}

async function begin<T>(sql: Database, mode: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const counted = sql.counters?.transaction();
  try {
    const result = await beginWrapped(sql, mode, (tx) => {
      counted?.began();
      return work(tx);
    });
    counted?.ended(true);
    return result;
  } catch (error) {
    counted?.ended(false);
    throw error;
  }
}

/** Wraps the result in an object, because `sql.begin` would await the elements of an array. */
async function beginWrapped<T>(
  sql: Database,
  mode: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const wrapped = await sql.begin(mode, async (tx) => {
    // Sent together with the first statement of the work, so it costs no round trip.
    const settings = Object.entries(sql.transactionSettings ?? {}).map(([name, value]) =>
      tx`select set_config(${name}, ${value}, true)`.execute(),
    );
    const result = await work(tx);
    await Promise.all(settings);
    return { result };
  });
  return wrapped.result;
}
