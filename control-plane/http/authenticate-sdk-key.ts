import type { MiddlewareHandler } from 'hono';
import { KEY_PREFIXES, type SdkKeyKind } from '../../shared/keys/sdk-key.ts';
import { credentialHash } from '../model/api-credential.ts';
import { RequestError } from '../model/request-error.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { AppEnv } from './app-env.ts';
import { bearerToken } from './bearer.ts';

export type FindLiveSdkKey = (hash: string) => Promise<AuthenticatedSdkKey | undefined>;

/**
 * Accepts requests with a live SDK key of one of `kinds`, and sets `sdkKey`. Otherwise 401 if the key is missing,
 * unknown, revoked or expired (not distinguished), and 403 if it has another kind.
 */
export function authenticateSdkKey(
  find: FindLiveSdkKey,
  kinds: readonly SdkKeyKind[],
): MiddlewareHandler<AppEnv> {
  const expected = `a ${kinds.map((kind) => `${kind} key (${KEY_PREFIXES[kind]}…)`).join(' or ')}`;
  return async (c, next) => {
    const token = bearerToken(c.req.header('authorization'));
    if (token === undefined) {
      throw new RequestError('UNAUTHENTICATED', `Send ${expected} as "Authorization: Bearer <key>".`);
    }
    const key = await find(credentialHash(token));
    if (!key) {
      throw new RequestError('UNAUTHENTICATED', `This key is unknown, revoked or expired. Send ${expected}.`);
    }
    if (!kinds.includes(key.kind)) {
      throw new RequestError('FORBIDDEN', `A ${key.kind} key has no access to this route. Send ${expected}.`);
    }
    c.set('sdkKey', key);
    await next();
  };
}
