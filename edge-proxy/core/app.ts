import { type Context, type Env, Hono } from 'hono';
import { EVENT_LIMITS } from '../../shared/events/limits.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { createEvaluateHandler } from './evaluate/evaluate.ts';
import type { PassOnEvents } from './events/pass-on-events.ts';
import type { FlagSource, Readiness } from './flag-source.ts';
import { liveAnswer, readyAnswer } from './health/health.ts';
import { type EdgeRequest, errorAnswer } from './http/answer.ts';
import { answerOnHotPath, createHotPath, type HotPath } from './http/hot-path.ts';
import { mount } from './http/mount.ts';
import { readBody } from './http/read-body.ts';
import { ROUTES } from './http/routes.ts';
import { toResponse } from './http/to-response.ts';
import { admit } from './keys/admit.ts';
import { createAuthorizer } from './keys/authorize.ts';
import { createKeyResolver } from './keys/key-resolver.ts';
import type { Clock, EvaluationRecorder, Sha256 } from './ports.ts';
import type { StreamPort } from './streams/stream-port.ts';
import { createStreamRoutes } from './streams/stream-routes.ts';

export interface EdgeAppDeps<E extends Env> {
  readonly source: FlagSource;
  readonly readiness: () => Readiness;
  /** How old flags may be for the edge to call itself ready; any age by default. */
  readonly readyMaxAgeMs?: number;
  readonly recorder: EvaluationRecorder;
  /** Without it `POST /events` is not served. */
  readonly passOnEvents?: PassOnEvents;
  readonly streams: StreamPort<E>;
  readonly sha256: Sha256;
  readonly now: Clock;
  readonly logger: Logger;
}

export interface EdgeApp<E extends Env> {
  /** Every route, as web requests and responses. */
  readonly app: Hono<E>;
  /** The hot routes again, for a listener that wants to skip `Request` and `Response`. */
  readonly hotPath: HotPath;
}

/** The edge's HTTP surface, the same on every runtime. */
export function createEdgeApp<E extends Env>(deps: EdgeAppDeps<E>): EdgeApp<E> {
  const { source, recorder, now, logger } = deps;
  const authorizer = createAuthorizer(source, createKeyResolver(deps.sha256), now);
  const hotPath = createHotPath(authorizer, createEvaluateHandler({ source, recorder, now }));
  const streams = createStreamRoutes(authorizer, source, deps.streams);

  const app = new Hono<E>();
  mount(app, ROUTES.evaluate, async (context) =>
    toResponse(await answerOnHotPath(hotPath, await toEdgeRequest(context))),
  );
  mount(app, ROUTES.stream, streams.flags);
  mount(app, ROUTES.relayStream, streams.relay);
  const { passOnEvents } = deps;
  if (passOnEvents) {
    mount(app, ROUTES.events, async ({ req }) => {
      const admitted = await admit(authorizer, req.header('authorization'), ROUTES.events.access);
      if ('status' in admitted) return toResponse(admitted);
      const body = await readBody(req, EVENT_LIMITS.batchBytes);
      return toResponse(await passOnEvents(body, admitted.environmentIds));
    });
  }
  mount(app, ROUTES.live, () => toResponse(liveAnswer()));
  mount(app, ROUTES.ready, () =>
    toResponse(readyAnswer(deps.readiness(), now(), deps.readyMaxAgeMs ?? Number.POSITIVE_INFINITY)),
  );
  app.notFound((context) => toResponse(errorAnswer('NOT_FOUND', `There is nothing at ${context.req.path}.`)));
  app.onError((error) => {
    logger.error('A request failed', { error: error.message });
    return toResponse(errorAnswer('GENERAL', 'The edge failed to answer; the failure has been logged.'));
  });
  return { app, hotPath };
}

async function toEdgeRequest<E extends Env>({ req }: Context<E>): Promise<EdgeRequest> {
  return {
    method: req.method,
    path: req.path,
    header: (name) => req.header(name),
    body: await readBody(req),
  };
}
