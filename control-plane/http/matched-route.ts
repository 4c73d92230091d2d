import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { AppEnv } from './app-env.ts';

/** Method and pattern of the route that handles a request; `undefined` if there is none. */
export function matchedRoute(
  c: Context<AppEnv>,
): { readonly method: string; readonly path: string } | undefined {
  return matchedRoutes(c).find((each) => each.method !== 'ALL');
}
