import type { IdempotentAttempt, StoredAnswer } from '../../model/idempotency.ts';
import { RequestError } from '../../model/request-error.ts';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';

/** What is known about a key. */
export interface IdempotencyKeyRow {
  readonly isSameRequest: boolean;
  readonly isCommitted: boolean;
  readonly lockedSeconds: number;
  readonly resourceId: string | null;
  readonly status: number | null;
  readonly body: string | null;
  readonly etag: string | null;
}

/**
 * Marks the attempt as done, in the transaction of its change.
 *
 * @param resourceId what was created, if known
 * @throws RequestError CONFLICT if another attempt has taken the key over
 */
export async function commitAttempt(
  tx: Transaction,
  { userId, key, attemptId }: IdempotentAttempt,
  resourceId: string | undefined,
): Promise<void> {
  const marked = await tx`
    update idempotency_keys
    set committed = true, resource_id = coalesce(resource_id, ${resourceId ?? null}::uuid)
    where user_id = ${userId} and key = ${key} and attempt_id = ${attemptId}`;
  if (marked.count === 1) return;
  throw new RequestError(
    'CONFLICT',
    'Another request with this Idempotency-Key was sent while this one took more than a minute.',
  );
}

/**
 * Reserves a key by Postgres' clock. An attempt holds it for a minute. After that another may take it over, so a control
 * plane that dies blocks nothing for longer; the first one cannot be committed any more.
 *
 * @returns whether the key was free
 */
export async function insertAttempt(
  sql: Database,
  { userId, key, attemptId }: IdempotentAttempt,
  requestHash: string,
): Promise<boolean> {
  const inserted = await sql`
    insert into idempotency_keys (user_id, key, attempt_id, request_hash, locked_until, expires_at)
    values (${userId}, ${key}, ${attemptId}, ${requestHash}, now() + interval '1 minute', now() + interval '24 hours')
    on conflict (user_id, key) do update
    set attempt_id = excluded.attempt_id, request_hash = excluded.request_hash,
      locked_until = excluded.locked_until, expires_at = excluded.expires_at,
      committed = false, resource_id = null, status = null, body = null, etag = null
    where idempotency_keys.expires_at <= now()
      or (not idempotency_keys.committed and idempotency_keys.locked_until <= now())`;
  return inserted.count === 1;
}

export async function findIdempotencyKey(
  sql: Database,
  { userId, key }: IdempotentAttempt,
  requestHash: string,
): Promise<IdempotencyKeyRow | undefined> {
  const [row] = await sql<IdempotencyKeyRow[]>`
    select request_hash = ${requestHash} as "isSameRequest", committed as "isCommitted",
      ceil(extract(epoch from locked_until - now()))::int as "lockedSeconds",
      resource_id as "resourceId", status, body, etag
    from idempotency_keys where user_id = ${userId} and key = ${key}`;
  return row;
}

/** Keeps the answer of an attempt that is committed. */
export async function storeAnswer(
  sql: Database,
  { userId, key, attemptId }: IdempotentAttempt,
  { status, body, etag }: StoredAnswer,
  resourceId: string | null,
): Promise<void> {
  await sql`
    update idempotency_keys
    set status = ${status}, body = ${body}, etag = ${etag}, locked_until = now(),
      resource_id = coalesce(resource_id, ${resourceId}::uuid)
    where user_id = ${userId} and key = ${key} and attempt_id = ${attemptId} and committed`;
}

/** Frees the key of an attempt that was not committed. */
export async function releaseAttempt(
  sql: Database,
  { userId, key, attemptId }: IdempotentAttempt,
): Promise<void> {
  await sql`
    delete from idempotency_keys
    where user_id = ${userId} and key = ${key} and attempt_id = ${attemptId} and not committed`;
}
