import type { Context, Env, Hono } from 'hono';
import { wordedFor } from '../api/ofrep/failure.ts';
import { type Answer, errorAnswer } from '../model/answer.ts';
import type { RouteRule } from '../model/routes.ts';
import { corsHeaders, isForPages, preflightAnswer, readableFrom } from './cors.ts';
import { toResponse } from './to-response.ts';

export type RouteHandler<E extends Env> = (context: Context<E>) => Response | Promise<Response>;

/**
 * Registers one route of the table; any other method on its path is 405. What browsers may call, which are the
 * routes that client keys open, answers preflights and may be read by pages.
 */
export function mount<E extends Env>(
  app: Hono<E>,
  { method, path, access }: RouteRule,
  handler: RouteHandler<E>,
): void {
  const isOpenToPages = access === 'token' || (access !== 'public' && access.includes('client'));
  const answer: RouteHandler<E> = (context) => {
    const asked = context.req.method;
    if (asked === 'OPTIONS' && isOpenToPages) return toResponse(preflightAnswer(method));
    // HEAD would open a stream that nobody reads, so only the public, short answers take it.
    if (asked === method || (asked === 'HEAD' && method === 'GET' && access === 'public'))
      return handler(context);
    const details = `${path} takes ${method}, not ${asked}.`;
    return toResponse(
      wordedFor(context.req.path, errorAnswer('METHOD_NOT_ALLOWED', details, { allow: method })),
    );
  };
  app.all(path, async (context, next) => {
    // The router takes a slash at the end for nothing.
    if (!path.endsWith('*') && context.req.path !== path) return next();
    const origin = isOpenToPages ? context.req.header('origin') : undefined;
    const response = await answer(context);
    return origin === undefined ? response : readableResponse(origin, response);
  });
}

/**
 * Answers for every path that no route has. Where pages ask, they may read that it was the wrong path, after a
 * preflight that cannot know it: else all that they are told is that the network has failed.
 */
export function unknownPathAnswer(method: string, path: string, origin: string | undefined): Answer {
  const toPages = isForPages(path);
  if (toPages && method === 'OPTIONS') return preflightAnswer('GET, POST');
  const answer = wordedFor(path, errorAnswer('NOT_FOUND', `There is nothing at ${path}.`));
  return readableFrom(toPages ? origin : undefined, answer);
}

/** Leaves alone what has been decided on already. */
function readableResponse(origin: string, response: Response): Response {
  if (response.headers.get('vary')?.includes('Origin')) return response;
  const readable = new Response(response.body, response);
  for (const [name, value] of Object.entries(corsHeaders(origin))) readable.headers.append(name, value);
  return readable;
}
