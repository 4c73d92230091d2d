import type { Context, Env, Hono } from 'hono';
import { wordedFor } from '../ofrep/failure.ts';
import { errorAnswer } from './answer.ts';
import type { RouteRule } from './routes.ts';
import { toResponse } from './to-response.ts';

export type RouteHandler<E extends Env> = (context: Context<E>) => Response | Promise<Response>;

/** Registers one route of the table; any other method on its path is 405. */
export function mount<E extends Env>(
  app: Hono<E>,
  { method, path, access }: RouteRule,
  handler: RouteHandler<E>,
): void {
  app.all(path, (context) => {
    const asked = context.req.method;
    // HEAD would open a stream that nobody reads, so only the public, short answers take it.
    if (asked === method || (asked === 'HEAD' && method === 'GET' && access === 'public'))
      return handler(context);
    const details = `${path} takes ${method}, not ${asked}.`;
    return toResponse(
      wordedFor(context.req.path, errorAnswer('METHOD_NOT_ALLOWED', details, { allow: method })),
    );
  });
}
