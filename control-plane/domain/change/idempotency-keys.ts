import type { IdempotencyKeys, Reservation, StoredAnswer } from '../../model/idempotency.ts';
import {
  findIdempotencyKey,
  type IdempotencyKeyRow,
  insertAttempt,
  releaseAttempt,
  storeAnswer,
} from '../../store/changes/idempotency-keys.ts';
import type { Database } from '../../store/database/database.ts';

/** The keys in Postgres. `runChange` commits an attempt together with its change. */
export function createIdempotencyKeys(sql: Database): IdempotencyKeys {
  return {
    async reserve(attempt, requestHash) {
      if (await insertAttempt(sql, attempt, requestHash)) return { state: 'reserved' };
      return reservationOf(await findIdempotencyKey(sql, attempt, requestHash));
    },
    complete: (attempt, answer, resourceId) => storeAnswer(sql, attempt, answer, resourceId),
    release: (attempt) => releaseAttempt(sql, attempt),
  };
}

function reservationOf(row: IdempotencyKeyRow | undefined): Reservation {
  // The first attempt failed in between: its row is gone.
  if (row === undefined) return { state: 'running', retryAfterSeconds: 1 };
  if (!row.isSameRequest) return { state: 'otherRequest' };
  if (row.status !== null) return { state: 'done', answer: answerOf(row), resourceId: row.resourceId };
  if (row.lockedSeconds > 0) {
    // Once it is committed only its answer is missing, which takes milliseconds.
    return { state: 'running', retryAfterSeconds: row.isCommitted ? 1 : row.lockedSeconds };
  }
  return { state: 'done', answer: null, resourceId: row.resourceId };
}

const answerOf = ({ status, body, etag }: IdempotencyKeyRow): StoredAnswer | null =>
  status === null || body === null ? null : { status, body, etag };
