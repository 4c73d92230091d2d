import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/** A request id that a caller may choose: it is logged and sent back. */
const REQUEST_ID = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/**
 * Gives every request an id, and every answer the header `x-request-id`, errors included. The id is that of the
 * request's own `x-request-id` if it is well-formed, otherwise a random one. Caches must not store error answers.
 */
export function requestIds(randomUuid: () => string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUuid();
    c.set('requestId', requestId);
    await next();
    // A stream has sent its headers itself.
    if (c.res === RESPONSE_ALREADY_SENT) return;
    c.header('x-request-id', requestId);
    if (c.res.status >= 400) c.header('cache-control', 'no-store');
  };
}
