import { createHash } from 'node:crypto';
import { RequestError } from '../../model/request-error.ts';
import {
  ATTEMPT_BUCKETS,
  type AttemptBucket,
  countAttempt,
  uncountAttempt,
} from '../../store/access/sign-in-attempts.ts';
import type { Queryable } from '../../store/database/transaction.ts';

const WINDOW_SECONDS = 15 * 60;
/** Attempts that fail in a window. An address may be that of an office. */
const ALLOWED = {
  address: 50,
  account: 10,
  /** Sign-ins with OpenID Connect that an address begins, and that do not succeed. */
  oidc: 300,
};

/** Whom an attempt to sign in comes from. */
export interface AttemptOrigin {
  /** The client's address, or its network; `undefined` if it is not known. */
  readonly address: string | undefined;
  /** What names the account, if the attempt names one: an email address in lower case, or the id of a user. */
  readonly account?: string;
}

/**
 * Counts an attempt before it is made, so that many at once count too, and takes it back if it succeeds.
 *
 * @param attempt rejects if it fails
 * @throws RequestError TOO_MANY_REQUESTS after too many failures from an address, or for an account, whether it exists or not
 */
export async function limitAttempts<T>(
  sql: Queryable,
  { address, account }: AttemptOrigin,
  attempt: () => Promise<T>,
): Promise<T> {
  const buckets = [
    ...(address === undefined ? [] : [bucketOf('address', address)]),
    ...(account === undefined ? [] : [bucketOf('account', account)]),
  ];
  if (buckets.length === 0) return attempt();
  const counts = await countAttempt(sql, buckets, WINDOW_SECONDS);
  const waits = counts.filter(({ kind, attempts }) => attempts > ALLOWED[kind]);
  if (waits.length > 0) {
    throw new RequestError(
      'TOO_MANY_REQUESTS',
      'Too many attempts to sign in have failed. Try again later.',
      {
        retryAfterSeconds: Math.max(1, ...waits.map(({ secondsLeft }) => secondsLeft)),
      },
    );
  }
  try {
    const result = await attempt();
    await uncountAttempt(sql, buckets);
    return result;
  } catch (error) {
    if (!isFailure(error)) await uncountAttempt(sql, buckets);
    throw error;
  }
}

/**
 * Counts a sign-in with OpenID Connect that begins.
 *
 * @returns whether it may; not if too many have begun at this address and have not succeeded
 */
export async function countOidcAttempt(sql: Queryable, address: string | undefined): Promise<boolean> {
  if (address === undefined) return true;
  const counts = await countAttempt(sql, [bucketOf('oidc', address)], WINDOW_SECONDS);
  return counts.every(({ attempts }) => attempts <= ALLOWED.oidc);
}

/** Takes a sign-in with OpenID Connect back: it has succeeded. */
export async function uncountOidcAttempt(sql: Queryable, address: string | undefined): Promise<void> {
  if (address !== undefined) await uncountAttempt(sql, [bucketOf('oidc', address)]);
}

/** Other errors say nothing about a password or a link. */
const isFailure = (error: unknown): boolean =>
  error instanceof RequestError && ['UNAUTHENTICATED', 'INVALID_REQUEST'].includes(error.code);

function bucketOf(kind: AttemptBucket['kind'], name: string): AttemptBucket {
  const digest = createHash('sha256').update(`${kind} ${name}`).digest();
  return { kind, bucket: digest.readUInt32BE(0) % ATTEMPT_BUCKETS };
}
