import type { Context, Env } from 'hono';
import { Hono } from 'hono/tiny';
import { EVENT_LIMITS } from '../../../shared/events/limits.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import type { Authorizer } from '../api/authorizer.ts';
import { createEvaluateHandler } from '../api/evaluate/evaluate.ts';
import type { ForwardEvents } from '../api/events/forward-events.ts';
import { liveAnswer, readyAnswer } from '../api/health.ts';
import { createOfrepHandler } from '../api/ofrep/ofrep-handler.ts';
import { createStreamTokens, type StreamTokens } from '../api/ofrep/stream-token.ts';
import type { Answer } from '../model/answer.ts';
import type { FlagSource, Readiness } from '../model/flag-source.ts';
import type { EvaluationRecorder, Random } from '../model/ports.ts';
import { ROUTES, type RouteRule } from '../model/routes.ts';
import type { AwaitFlags } from '../state/await-flags.ts';
import { hmacSha256 } from '../state/keys/hmac.ts';
import type { EdgeMetrics } from '../state/metrics/edge-metrics.ts';
import { createGuard, type Guard } from './guard/guard.ts';
import { guardRoute, type KeyRouteHandler } from './guard/guard-route.ts';
import { DEFAULT_GUARD_SETTINGS, type GuardSettings } from './guard/guard-settings.ts';
import { createHotPath, type HotPath } from './hot-path.ts';
import { meteredHotPath, meteredRecorder, meterRest } from './metered.ts';
import { negotiateEncoding } from './responses/compression.ts';
import { toResponse } from './responses/to-response.ts';
import { mount, mountRest, type RouteHandler } from './routing/mount.ts';
import { readBody } from './routing/read-body.ts';
import { type PeerOf, toEdgeRequest } from './routing/to-edge-request.ts';
import { meteredStreams } from './streams/metered-streams.ts';
import { createNoticeRoute } from './streams/notice-route.ts';
import type { StreamPort } from './streams/stream-port.ts';
import { createStreamRoutes } from './streams/stream-routes.ts';

export interface EdgeAppDeps<E extends Env> {
  readonly source: FlagSource;
  /** Over the same source. */
  readonly authorizer: Authorizer;
  readonly readiness: () => Readiness;
  /** How old flags may be for the edge to call itself ready; any age by default. */
  readonly readyMaxAgeMs?: number;
  /** Where clients open streams of change notices; the origin of their base URL by default. */
  readonly streamOrigin?: string | undefined;
  readonly recorder: EvaluationRecorder;
  /** Without it `POST /events` is not served. */
  readonly forwardEvents?: ForwardEvents;
  readonly streams: StreamPort<E>;
  /** How this runtime waits for flags that a change notice announced to a client. */
  readonly awaitFlags: AwaitFlags;
  /** Limits; by default the usual ones, and no rates. */
  readonly guard?: GuardSettings;
  /** Sends an answer whose headers say that it is compressed, as this runtime does it. Without it nothing is. */
  readonly toGzipResponse?: (answer: Answer) => Response | Promise<Response>;
  /** What the client accepts, if the header that arrives here is not the client's. */
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
  /** The hot routes again, for a listener that skips `Request` and `Response`. */
  readonly hotPath: HotPath;
}

/** The edge's HTTP surface, the same on every runtime. */
export function createEdgeApp<E extends Env>(deps: EdgeAppDeps<E>): EdgeApp<E> {
  const { source, authorizer, metrics, now } = deps;
  const tokens = createStreamTokens(hmacSha256, now);
  const settings = deps.guard ?? DEFAULT_GUARD_SETTINGS;
  const guard = createGuard({
    authorizer,
    settings,
    allowedOriginsOf: source.allowedOrigins,
    limitHit: metrics?.limitHit,
    now,
  });
  const hotPath = composeHotPath(deps, guard, tokens);
  const app = new Hono<E>();
  if (metrics) app.use(meterRest(hotPath, metrics));
  const add = (rule: RouteRule, handler: RouteHandler<E>) => mount(app, rule, handler, deps.logger);
  const answerHot = createHotRoute(deps, hotPath, settings.maxBodyBytes);
  add(ROUTES.evaluate, answerHot);
  add(ROUTES.ofrepBulk, answerHot);
  add(ROUTES.ofrepSingle, answerHot);
  addStreams(deps, guard, tokens, add);
  addEvents(deps, guard, add);
  add(ROUTES.live, liveAnswer);
  add(ROUTES.ready, () =>
    readyAnswer(deps.readiness(), now(), deps.readyMaxAgeMs ?? Number.POSITIVE_INFINITY),
  );
  mountRest(app, deps.logger);
  return { app, hotPath };
}

/** Registers a route of the table. */
type AddRoute<E extends Env> = (rule: RouteRule, handler: RouteHandler<E>) => void;

function composeHotPath<E extends Env>(deps: EdgeAppDeps<E>, guard: Guard, tokens: StreamTokens): HotPath {
  const { source, authorizer, awaitFlags, streamOrigin, metrics, now, logger } = deps;
  const recorder = metrics ? meteredRecorder(deps.recorder, metrics) : deps.recorder;
  const evaluate = createEvaluateHandler({ source, recorder, now });
  const ofrep = createOfrepHandler({ authorizer, source, recorder, tokens, awaitFlags, streamOrigin, now });
  const answers = createHotPath({ guard, evaluate, ofrep, logger });
  const counted = metrics ? meteredHotPath(answers, metrics) : answers;
  return deps.aroundHotPath?.(counted) ?? counted;
}

/** The hot path as a handler of Hono, with the compression that only its answers have. */
function createHotRoute<E extends Env>(
  { peerOf, toGzipResponse, acceptEncodingOf }: EdgeAppDeps<E>,
  hotPath: HotPath,
  maxBodyBytes: number,
): RouteHandler<E> {
  return async (context) => {
    const request = await toEdgeRequest(context, maxBodyBytes, peerOf);
    const answered = await hotPath.answer(request);
    if (toGzipResponse === undefined) return toResponse(answered);
    const accepted = acceptEncodingOf?.(context) ?? request.header('accept-encoding');
    const { answer, gzip } = negotiateEncoding(answered, accepted);
    return gzip ? toGzipResponse(answer) : toResponse(answer);
  };
}

function addStreams<E extends Env>(
  deps: EdgeAppDeps<E>,
  guard: Guard,
  tokens: StreamTokens,
  add: AddRoute<E>,
): void {
  const { source, metrics, peerOf, random, now } = deps;
  const port = metrics ? meteredStreams(deps.streams, metrics) : deps.streams;
  const streams = createStreamRoutes(port);
  add(ROUTES.ofrepStream, createNoticeRoute({ source, tokens, guard, port, peerOf, random, now }));
  add(ROUTES.stream, guardRoute(guard, ROUTES.stream.access, streams.flags, peerOf));
  add(ROUTES.relayStream, guardRoute(guard, ROUTES.relayStream.access, streams.relay, peerOf));
}

function addEvents<E extends Env>(
  { forwardEvents, peerOf }: EdgeAppDeps<E>,
  guard: Guard,
  add: AddRoute<E>,
): void {
  if (forwardEvents === undefined) return;
  const forward: KeyRouteHandler<E> = async ({ req }, { environmentIds }) =>
    forwardEvents(await readBody(req, EVENT_LIMITS.batchBytes), environmentIds);
  add(ROUTES.events, guardRoute(guard, ROUTES.events.access, forward, peerOf));
}
