import { setTimeout as sleep } from 'node:timers/promises';
import type { ISql, TransactionSql } from 'postgres';
import { exponentialDelay } from '../../../shared/retry/backoff.ts';
import { type Database, errorCode } from './database.ts';

/** Runs queries: the pool or a transaction. */
export type Queryable = ISql;
/** A transaction in progress. */
export type Transaction = TransactionSql;

const ATTEMPTS = 6;
const BACKOFF = { baseMs: 20, capMs: 1_000 };
const RETRIED = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
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
      if (attempt >= ATTEMPTS || !RETRIED.has(errorCode(error) ?? '')) throw error;
      await sleep(random() * exponentialDelay(attempt, BACKOFF));
    }
  }
}

/** Runs queries that must read one consistent state of the database. */
export function inSnapshot<T>(sql: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return begin(sql, 'isolation level repeatable read, read only', work);
}

/** Wraps the result in an object, because `sql.begin` would await the elements of an array. */
async function begin<T>(sql: Database, mode: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
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
