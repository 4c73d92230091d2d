import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type ApiCredential, credentialHash } from '../model/api-credential.ts';
import { isSecureSite, type OwnSite } from '../model/own-site.ts';
import type { AppEnv } from './app-env.ts';

/** Over https the name begins with `__Host-`: then browsers take it from this host alone. */
const NAME = 'sf_session';
const SECRET = /^sf_ses_[A-Za-z0-9_-]{43}$/;

/** The name of the cookie of a site. */
const sessionCookieName = (site: OwnSite): string => (isSecureSite(site) ? `__Host-${NAME}` : NAME);

/** The hash of the session whose cookie a request has; `undefined` without one. The session may have ended. */
export function sessionHashOf(c: Context<AppEnv>, site: OwnSite): string | undefined {
  const secret = getCookie(c, sessionCookieName(site));
  return secret !== undefined && SECRET.test(secret) ? credentialHash(secret) : undefined;
}

/** Gives the cookie of a new session to the browser. It is the only place where its secret appears. */
export function setSessionCookie(
  c: Context<AppEnv>,
  site: OwnSite,
  { secret, expiresAt }: { readonly secret: ApiCredential; readonly expiresAt: Date },
): void {
  setCookie(c, sessionCookieName(site), secret.reveal(), { ...attributes(site), expires: expiresAt });
}

/** Takes the cookie away from the browser. */
export function clearSessionCookie(c: Context<AppEnv>, site: OwnSite): void {
  setCookie(c, sessionCookieName(site), '', { ...attributes(site), maxAge: 0 });
}

const attributes = (site: OwnSite) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecureSite(site) }) as const;
