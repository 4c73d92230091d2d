import type { Queryable } from '../database/transaction.ts';

/** A sign-in with OpenID Connect that has begun. */
export interface OidcAttemptRow {
  readonly nonce: string;
  readonly verifier: string;
  readonly target: string;
}

/** Names an attempt: SHA-256 of its state, and of the secret of the browser. */
export interface OidcAttemptKey {
  readonly stateHash: string;
  readonly browserHash: string;
}

/** Expired rows that one attempt deletes. */
const PURGED = 1_000;

/**
 * Adds an attempt, and deletes expired ones.
 *
 * @param most attempts that have not ended
 * @returns whether it was added: not if there are as many
 */
export async function insertOidcAttempt(
  sql: Queryable,
  { stateHash, browserHash, nonce, verifier, target }: OidcAttemptKey & OidcAttemptRow,
  { lifetimeSeconds, most }: { readonly lifetimeSeconds: number; readonly most: number },
): Promise<boolean> {
  const rows = await sql`
    with expired as (
      delete from oidc_attempts where state_hash in (
        select state_hash from oidc_attempts where expires_at <= now() limit ${PURGED} for update skip locked
      )
    )
    insert into oidc_attempts (state_hash, browser_hash, nonce, verifier, target, expires_at)
    select ${stateHash}, ${browserHash}, ${nonce}, ${verifier}, ${target},
      now() + make_interval(secs => ${lifetimeSeconds})
    where (select count(*) from (select from oidc_attempts where expires_at > now() limit ${most}) live) < ${most}
    returning state_hash`;
  return rows.length > 0;
}

/** Ends an attempt. @returns it; `undefined` if this browser has not begun it, or if it was used or is expired */
export async function takeOidcAttempt(
  sql: Queryable,
  { stateHash, browserHash }: OidcAttemptKey,
): Promise<OidcAttemptRow | undefined> {
  const [row] = await sql<OidcAttemptRow[]>`
    delete from oidc_attempts
    where state_hash = ${stateHash} and browser_hash = ${browserHash} and expires_at > now()
    returning nonce, verifier, target`;
  return row;
}
