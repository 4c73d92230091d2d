import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from '../shared/logging/logger.ts';
import type { AppEnv } from './http/app-env.ts';
import { defectResponse, problemResponse, toRequestError } from './http/problem.ts';
import { RequestError } from './model/request-error.ts';

export interface AppDeps {
  readonly logger: Logger;
  readonly isUnreachable: (error: unknown) => boolean;
  readonly randomUuid: () => string;
  /** Every module of routes; each is mounted at `/`. */
  readonly modules: readonly Hono<AppEnv>[];
}

/** The HTTP side of the control plane: route modules, and one place where errors become answers. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const requestId = deps.randomUuid();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    await next();
  });
  app.use(secureHeaders());
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => refuseMethod(c.req.path, methods) }));
  app.onError((error, c) => {
    const failure = toRequestError(error, deps.isUnreachable);
    const response = failure ? problemResponse(failure) : defectResponse();
    const fields = { requestId: c.get('requestId'), method: c.req.method, path: c.req.path };
    if (!failure) deps.logger.error('request failed', { ...fields, error });
    else if (failure.code === 'UNAVAILABLE') deps.logger.warn('request refused', { ...fields, error });
    return response;
  });
  app.notFound((c) => problemResponse(new RequestError('NOT_FOUND', `Nothing is served at ${c.req.path}.`)));
  for (const module of deps.modules) app.route('/', module);
  return app;
}

function refuseMethod(path: string, methods: readonly string[]): Response {
  const allowed = methods.join(', ');
  const response = problemResponse(new RequestError('METHOD_NOT_ALLOWED', `${path} takes ${allowed}.`));
  response.headers.set('allow', allowed);
  return response;
}
