import type { MiddlewareHandler } from 'hono';
import type { ObservedRequest, RequestObserver } from '../model/observed-request.ts';
import type { AppEnv } from './app-env.ts';
import { matchedRoute } from './matched-route.ts';

/** Calls the observers with every request, once it is answered. Must be the outermost middleware. */
export function observeRequests(observers: readonly RequestObserver[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    const start = performance.now();
    await next();
    const matched = matchedRoute(c);
    const request: ObservedRequest = {
      method: matched?.method ?? 'other',
      route: matched?.path ?? 'other',
      status: c.res.status,
      startedAt,
      seconds: (performance.now() - start) / 1000,
      requestId: c.get('requestId'),
      header: (name) => c.req.header(name),
    };
    for (const observe of observers) observe(request);
  };
}
