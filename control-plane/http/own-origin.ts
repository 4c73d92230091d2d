import type { Context } from 'hono';
import { isOwnOrigin, type OwnSite } from '../model/own-site.ts';
import { RequestError } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what a page of another origin sends with the cookie of a session: each method that may change something
 * without an `Origin` that is our own, and each request that the browser itself names as one of another site.
 *
 * @throws RequestError ORIGIN_REFUSED
 */
export function assertOwnPage(c: Context<AppEnv>, site: OwnSite): void {
  const fetchSite = c.req.header('sec-fetch-site') ?? 'same-origin';
  const isSafe = SAFE_METHODS.includes(c.req.method);
  if (fetchSite !== 'same-origin' && !(isSafe && fetchSite === 'none')) throw originRefused();
  if (isSafe) return;
  const origin = c.req.header('origin');
  if (origin === undefined || !isOwnOrigin(site, origin, c.req.header('host'))) throw originRefused();
}

/**
 * Refuses a sign-in that a page of another origin sends: its visitor would work in the account of somebody else. Programs
 * send no `Origin`.
 *
 * @throws RequestError ORIGIN_REFUSED
 */
export function assertNoForeignPage(c: Context<AppEnv>, site: OwnSite): void {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isOwnOrigin(site, origin, c.req.header('host'))) throw originRefused();
}

const originRefused = (): RequestError =>
  new RequestError(
    'ORIGIN_REFUSED',
    'A request with a session cookie must come from a page of the console. Open it at PUBLIC_URL; programs send an API token.',
  );
