import type { PendingQuery, Row } from 'postgres';

/**
 * Sends a statement at once, not when its result is awaited. Postgres runs the statements of a transaction in the order in which
 * they are sent, so what is sent later sees what this one has locked or written, without waiting for its answer.
 */
export function sendNow<T extends readonly (Row | undefined)[]>(query: PendingQuery<T>): PendingQuery<T> {
  return query.execute();
}

/**
 * Waits for all of several steps whose statements are sent together, then throws the first failure: no statement is sent
 * after the transaction has ended.
 */
export async function allTogether<T extends readonly unknown[]>(
  steps: readonly [...{ [Index in keyof T]: Promise<T[Index]> }],
): Promise<T> {
  await Promise.allSettled(steps);
  return Promise.all(steps) as Promise<T>;
}
