import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isSecureSite, type OwnSite } from '../model/own-site.ts';
import type { AppEnv } from './app-env.ts';

const NAME = 'sf_oidc';
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * What only this browser knows while it signs in with OpenID Connect: 32 bytes in base64url. An answer that another
 * browser has begun is refused. Several sign-ins of a browser share it.
 */
export function oidcSecretOf(c: Context<AppEnv>, site: OwnSite): string | undefined {
  const secret = getCookie(c, nameOf(site));
  return secret !== undefined && SECRET.test(secret) ? secret : undefined;
}

/** `Lax`: the provider sends the browser back from another site. */
export function setOidcSecret(
  c: Context<AppEnv>,
  site: OwnSite,
  { secret, seconds }: { readonly secret: string; readonly seconds: number },
): void {
  setCookie(c, nameOf(site), secret, { ...attributes(site), maxAge: seconds });
}

export function clearOidcSecret(c: Context<AppEnv>, site: OwnSite): void {
  setCookie(c, nameOf(site), '', { ...attributes(site), maxAge: 0 });
}

const nameOf = (site: OwnSite): string => (isSecureSite(site) ? `__Host-${NAME}` : NAME);

const attributes = (site: OwnSite) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecureSite(site) }) as const;
