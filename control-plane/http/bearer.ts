import { createHash } from 'node:crypto';

/** The credential of an `Authorization: Bearer` header; `undefined` where there is none, or it cannot be one of ours. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9_-]{1,300}) *$/i.exec(header ?? '')?.[1];
}

/** SHA-256 of a whole credential in lower-case hex: the only form in which one is kept. */
export function hashOf(credential: string): string {
  return createHash('sha256').update(credential).digest('hex');
}
