import type { Context, Env } from 'hono';
import { Hono } from 'hono/tiny';
import { EVENT_LIMITS } from '../../../shared/events/limits.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { admit } from '../api/admit.ts';
import { createAuthorizer } from '../api/authorize.ts';
import { createEvaluateHandler } from '../api/evaluate/evaluate.ts';
import type { PassOnEvents } from '../api/events/forward-events.ts';
import { liveAnswer, readyAnswer } from '../api/health.ts';
import { createOfrepEvaluate } from '../api/ofrep/evaluate.ts';
import { createOfrepHandler } from '../api/ofrep/handler.ts';
import { createStreamTokens } from '../api/ofrep/stream-token.ts';
import type { Answer, EdgeRequest } from '../model/answer.ts';
import type { FlagSource, Readiness } from '../model/flag-source.ts';
import type { EvaluationRecorder, Random, Sha256 } from '../model/ports.ts';
import { ROUTES } from '../model/routes.ts';
import type { AwaitFlags } from '../state/await-flags.ts';
import { hmacSha256 } from '../state/keys/hmac.ts';
import { createKeyResolver } from '../state/keys/key-resolver.ts';
import { negotiateEncoding } from './compression.ts';
import { isForPages, readableFrom } from './cors.ts';
import { unfailing } from './error-boundary.ts';
import { failedAnswer } from './failed-answer.ts';
import { createGuard } from './guard/guard.ts';
import { guardRoutes, type PeerOf } from './guard/guard-routes.ts';
import { DEFAULT_GUARD_SETTINGS, type GuardSettings } from './guard/guard-settings.ts';
import { guardHotPath } from './guard/guarded-hot-path.ts';
import { answerOnHotPath, createHotPath, type HotPath } from './hot-path.ts';
import type { EdgeMetrics } from './metrics/edge-metrics.ts';
import { meteredHotPath, meteredRecorder, meterRest } from './metrics/metered.ts';
import { meteredStreams } from './metrics/metered-streams.ts';
import { mount, type RouteHandler, unknownPathAnswer } from './mount.ts';
import { readBody } from './read-body.ts';
import { createNoticeRoute } from './streams/notice-route.ts';
import type { StreamPort } from './streams/stream-port.ts';
import { createStreamRoutes } from './streams/stream-routes.ts';
import { toResponse } from './to-response.ts';

export interface EdgeAppDeps<E extends Env> {
  readonly source: FlagSource;
  readonly readiness: () => Readiness;
  /** How old flags may be for the edge to call itself ready; any age by default. */
  readonly readyMaxAgeMs?: number;
  readonly recorder: EvaluationRecorder;
  /** Without it `POST /events` is not served. */
  readonly passOnEvents?: PassOnEvents;
  readonly streams: StreamPort<E>;
  /** How this runtime waits for flags that a client was told of. */
  readonly awaitFlags: AwaitFlags;
  readonly sha256: Sha256;
  /** Limits; without it the usual ones, and no rates. */
  readonly guard?: GuardSettings;
  /** Sends an answer whose headers say that it is compressed, as this runtime does it. Without it nothing is. */
  readonly toGzipResponse?: (answer: Answer) => Response | Promise<Response>;
  /** What the client accepts, where the header that arrives here is another's. */
  readonly acceptEncodingOf?: (context: Context<E>) => string | undefined;
  /** For limits by address. */
  readonly peerOf?: PeerOf<E>;
  /** What a runtime puts around the hot path, to trace it for example. */
  readonly aroundHotPath?: (hotPath: HotPath) => HotPath;
  /** Without it nothing is counted. */
  readonly metrics?: EdgeMetrics;
  readonly random: Random;
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
  const { source, metrics, random, now, logger, peerOf, toGzipResponse } = deps;
  const recorder = metrics ? meteredRecorder(deps.recorder, metrics) : deps.recorder;
  const authorizer = createAuthorizer(source, createKeyResolver(deps.sha256), now);
  const tokens = createStreamTokens(hmacSha256, now);
  const ofrep = createOfrepHandler({
    authorizer,
    source,
    evaluate: createOfrepEvaluate({ source, recorder, now }),
    tokens,
    awaitFlags: deps.awaitFlags,
    now,
  });
  const settings = deps.guard ?? DEFAULT_GUARD_SETTINGS;
  const guard = createGuard({
    authorizer,
    settings,
    allowedOriginsOf: source.allowedOrigins,
    limitHit: metrics?.limitHit,
    now,
  });
  const unguarded = createHotPath(authorizer, createEvaluateHandler({ source, recorder, now }), ofrep);
  const answers = unfailing(guardHotPath(unguarded, guard), logger);
  const counted = metrics ? meteredHotPath(answers, metrics) : answers;
  const hotPath = deps.aroundHotPath?.(counted) ?? counted;
  const port = metrics ? meteredStreams(deps.streams, metrics) : deps.streams;
  const streams = createStreamRoutes(authorizer, source, port);

  const app = new Hono<E>();
  if (metrics) app.use(meterRest(hotPath, metrics));
  for (const route of [ROUTES.evaluate, ROUTES.ofrepBulk, ROUTES.ofrepSingle]) {
    mount(app, route, async (context) => {
      const request = await toEdgeRequest(context, settings, peerOf);
      const answered = await answerOnHotPath(hotPath, request);
      if (toGzipResponse === undefined) return toResponse(answered);
      const accepted = deps.acceptEncodingOf?.(context) ?? request.header('accept-encoding');
      const { answer, gzip } = negotiateEncoding(answered, accepted);
      return gzip ? toGzipResponse(answer) : toResponse(answer);
    });
  }
  const notices = createNoticeRoute({ source, tokens, guard, port, peerOf, random, now });
  mount(app, ROUTES.ofrepStream, notices);
  const guarded = guardRoutes(guard, authorizer, peerOf);
  mount(app, ROUTES.stream, guarded(streams.flags));
  mount(app, ROUTES.relayStream, guarded(streams.relay));
  const { passOnEvents } = deps;
  if (passOnEvents) {
    const events: RouteHandler<E> = async ({ req }) => {
      const admitted = await admit(authorizer, req.header('authorization'), ROUTES.events.access);
      if ('status' in admitted) return toResponse(admitted);
      const body = await readBody(req, EVENT_LIMITS.batchBytes);
      return toResponse(await passOnEvents(body, admitted.environmentIds));
    };
    mount(app, ROUTES.events, guarded(events));
  }
  mount(app, ROUTES.live, () => toResponse(liveAnswer()));
  mount(app, ROUTES.ready, () =>
    toResponse(readyAnswer(deps.readiness(), now(), deps.readyMaxAgeMs ?? Number.POSITIVE_INFINITY)),
  );
  app.notFound(({ req }) => toResponse(unknownPathAnswer(req.method, req.path, req.header('origin'))));
  app.onError((error, { req }) => {
    const origin = isForPages(req.path) ? req.header('origin') : undefined;
    return toResponse(readableFrom(origin, failedAnswer(logger, error, req.path)));
  });
  return { app, hotPath };
}

async function toEdgeRequest<E extends Env>(
  context: Context<E>,
  { maxBodyBytes }: GuardSettings,
  peerOf?: PeerOf<E>,
): Promise<EdgeRequest> {
  const { req } = context;
  return {
    method: req.method,
    ...targetOf(req.url),
    header: (name) => req.header(name),
    peer: () => peerOf?.(context),
    body: await readBody(req, maxBodyBytes),
  };
}

/** Path and query as they were sent: Hono's own path is decoded in part, which would decode a flag key twice. */
function targetOf(url: string): { readonly path: string; readonly query: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const [target = ''] = url.slice(start).split('#');
  const mark = target.indexOf('?');
  return mark === -1
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
