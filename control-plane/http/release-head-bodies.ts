import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/**
 * Ends the body of an answer to `HEAD`. A `HEAD` is answered by the route of `GET`, and nobody reads the body, which
 * may be a stream that holds a slot or a connection until it is read or given up.
 */
export const releaseHeadBodies: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.req.raw.method !== 'HEAD' || c.res === RESPONSE_ALREADY_SENT) return;
  await c.res.body?.cancel();
};
