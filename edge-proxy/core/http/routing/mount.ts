import type { Context, Env, Hono, HonoRequest } from 'hono';
import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Reply } from '../../model/answer.ts';
import { failWith } from '../../model/failure.ts';
import { formatOf, type RouteRule } from '../../model/routes.ts';
import { preflightAnswer } from '../responses/cors.ts';
import { answerToError, failureOfError } from '../responses/error-boundary.ts';
import { finishReply } from '../responses/finish-reply.ts';
import { toResponse } from '../responses/to-response.ts';

/** A `Response` is sent as it is: an answer of the hot path, or a stream. */
export type RouteHandler<E extends Env> = (
  context: Context<E>,
) => Reply | Response | Promise<Reply | Response>;

function requestedHeaders(request: Pick<HonoRequest, 'header'>): string | undefined {
  return request.header('access-control-request-headers');
}

/** Registers one route of the table; any other method on its path is 405. */
export function mount<E extends Env>(
  app: Hono<E>,
  rule: RouteRule,
  handler: RouteHandler<E>,
  logger: Logger,
): void {
  const { method, path, access, forPages } = rule;

  /** HEAD would open a stream that is never read, so only the public, short answers take it. */
  function takes(asked: string): boolean {
    return asked === method || (asked === 'HEAD' && method === 'GET' && access === 'public');
  }

  async function attempt(context: Context<E>): Promise<Reply | Response> {
    const asked = context.req.method;
    if (asked === 'OPTIONS' && forPages)
      return toResponse(preflightAnswer(method, requestedHeaders(context.req)));
    if (!takes(asked)) {
      return failWith('METHOD_NOT_ALLOWED', `${path} takes ${method}, not ${asked}.`, { allow: method });
    }
    try {
      return await handler(context);
    } catch (error) {
      return failureOfError(logger, error);
    }
  }

  app.all(path, async (context, next) => {
    const { req } = context;
    // The router ignores a slash at the end.
    if (!path.endsWith('*') && req.path !== path) return next();
    const reply = await attempt(context);
    return 'ok' in reply ? reply : toResponse(finishReply(reply, rule, req.path, req.header('origin')));
  });
}

/**
 * Answers every path that no route has. Pages may read the 404 if the path is below one that is for pages: its
 * preflight succeeds, and without CORS headers the page would see a network error instead of the 404.
 */
export function mountRest<E extends Env>(app: Hono<E>, logger: Logger): void {
  app.notFound(({ req }) => {
    const { method, path } = req;
    const format = formatOf(path);
    if (format.forPages && method === 'OPTIONS') {
      return toResponse(preflightAnswer('GET, POST', requestedHeaders(req)));
    }
    const failure = failWith('NOT_FOUND', `There is nothing at ${path}.`);
    return toResponse(finishReply(failure, format, path, req.header('origin')));
  });
  app.onError((error, { req }) => toResponse(answerToError(logger, error, req.path, req.header('origin'))));
}
