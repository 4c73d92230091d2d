import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from '../shared/logging/logger.ts';
import type { AppEnv } from './http/app-env.ts';
import { observeRequests } from './http/observe-requests.ts';
import { internalErrorResponse, problemResponse, toRequestError } from './http/problem.ts';
import { refuseUnstorableText } from './http/refuse-unstorable-text.ts';
import { releaseHeadBodies } from './http/release-head-bodies.ts';
import { requestIds } from './http/request-ids.ts';
import type { RequestObserver } from './model/observed-request.ts';
import { RequestError } from './model/request-error.ts';
import type { ServeConsole } from './routes/console.ts';

export interface AppDeps {
  readonly logger: Logger;
  readonly isUnreachable: (error: unknown) => boolean;
  readonly randomUuid: () => string;
  /** Called with every request once it is answered. */
  readonly observers: readonly RequestObserver[];
  /** Absent: the console is not built. */
  readonly serveConsole?: ServeConsole;
  /** Each is mounted at `/`. */
  readonly routers: readonly Hono<AppEnv>[];
}

/** Mounts the routers of the control plane. Every error becomes a response here. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  // Finds a route by one regular expression. It refuses paths such as /audit/export beside /audit/:entryId, for which the default
  // router tries one part of the path after the other: 0.2 ms for each request.
  const app = new Hono<AppEnv>({ router: new RegExpRouter() });
  if (deps.observers.length > 0) app.use(observeRequests(deps.observers));
  app.use(requestIds(deps.randomUuid));
  app.use(secureHeaders());
  app.use(releaseHeadBodies);
  app.use(refuseUnstorableText);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => methodNotAllowedResponse(c.req.path, methods),
    }),
  );
  app.onError((error, c) => {
    const requestError = toRequestError(error, deps.isUnreachable);
    const fields = { requestId: c.get('requestId'), method: c.req.method, path: c.req.path, error };
    if (requestError === undefined) {
      deps.logger.error('request failed', fields);
      return internalErrorResponse();
    }
    if (requestError.code === 'UNAVAILABLE')
      deps.logger.warn('request refused, Postgres is unreachable', fields);
    return problemResponse(requestError);
  });
  app.notFound(async (c) => {
    const found = await deps.serveConsole?.(c);
    return found ?? problemResponse(new RequestError('NOT_FOUND', `Nothing is served at ${c.req.path}.`));
  });
  for (const router of deps.routers) app.route('/', router);
  return app;
}

function methodNotAllowedResponse(path: string, methods: readonly string[]): Response {
  const allowed = methods.join(', ');
  const response = problemResponse(new RequestError('METHOD_NOT_ALLOWED', `${path} allows ${allowed}.`));
  response.headers.set('allow', allowed);
  return response;
}
