import { jsonText } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';

/** Buckets of a kind: the values of the column, so that the table cannot grow beyond. */
export const ATTEMPT_BUCKETS = 2 ** 17;

/** What attempts are counted for. */
export interface AttemptBucket {
  readonly kind: 'address' | 'account' | 'oidc';
  /** From 0 to {@link ATTEMPT_BUCKETS} - 1. */
  readonly bucket: number;
}

export interface AttemptCount extends AttemptBucket {
  /** In the present window, this one included. */
  readonly attempts: number;
  /** Until the window ends. */
  readonly secondsLeft: number;
}

/** Counts an attempt in each bucket. @returns the counts of all control planes */
export async function countAttempt(
  sql: Queryable,
  buckets: readonly AttemptBucket[],
  windowSeconds: number,
): Promise<readonly AttemptCount[]> {
  return sql<AttemptCount[]>`
    insert into sign_in_attempts as a (kind, bucket, attempts, window_ends_at)
    select kind, bucket, 1, now() + make_interval(secs => ${windowSeconds})
    from json_to_recordset(${jsonText(buckets)}::text::json) as given (kind text, bucket int)
    order by kind, bucket
    on conflict (kind, bucket) do update set
      attempts = case when a.window_ends_at > now() then least(a.attempts, 1000000) + 1 else 1 end,
      window_ends_at = case when a.window_ends_at > now() then a.window_ends_at else excluded.window_ends_at end
    returning kind, bucket, attempts, ceil(extract(epoch from window_ends_at - now()))::int as "secondsLeft"`;
}

/** Takes an attempt back: it has succeeded. */
export async function uncountAttempt(sql: Queryable, buckets: readonly AttemptBucket[]): Promise<void> {
  await sql`
    update sign_in_attempts a set attempts = greatest(a.attempts - 1, 0)
    from json_to_recordset(${jsonText(buckets)}::text::json) as given (kind text, bucket int)
    where a.kind = given.kind and a.bucket = given.bucket`;
}
