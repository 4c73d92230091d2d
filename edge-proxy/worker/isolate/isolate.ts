import type { Logger } from '../../../shared/logging/logger.ts';
import { createAuthorizer } from '../../core/api/authorizer.ts';
import { createEdgeApp } from '../../core/http/app.ts';
import { toResponse } from '../../core/http/responses/to-response.ts';
import { ROUTES } from '../../core/model/routes.ts';
import { createKeyResolver } from '../../core/state/keys/key-resolver.ts';
import { sha256Hex } from '../../core/state/keys/sha256.ts';
import type { WorkerConfig } from '../runtime/config.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { now } from '../runtime/workers-runtime.ts';
import { createIsolateEvents } from './isolate-events.ts';
import { createIsolateState, type IsolateState } from './isolate-state.ts';
import { createRefreshingAuthorizer } from './refreshing-authorizer.ts';
import { createWorkerStreamPort } from './worker-stream-port.ts';

/** One isolate: its state between requests, and how it answers them. */
export interface Isolate {
  fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response>;
}

/** @param env the bindings, which are the same for every request of an isolate */
export function createIsolate(env: WorkerEnv, config: WorkerConfig, logger: Logger): Isolate {
  const state = createIsolateState(env, config.keysMaxAgeMs, logger);
  const events = createIsolateEvents(config, state.privateAttributesOf, logger);
  const authorizer = createAuthorizer(state.source, createKeyResolver(sha256Hex), now);
  const { app } = createEdgeApp<{ Bindings: WorkerEnv }>({
    source: state.source,
    readiness: state.readiness,
    readyMaxAgeMs: config.readyMaxAgeMs,
    streamOrigin: config.streamOrigin,
    recorder: events.recorder,
    forwardEvents: events.forwardEvents,
    streams: createWorkerStreamPort(state.relayPosition, logger),
    awaitFlags: state.awaitFlags,
    authorizer: createRefreshingAuthorizer(authorizer, state.refreshEnvironment),
    // The runtime compresses a body with the header Content-Encoding.
    toGzipResponse: toResponse,
    acceptEncodingOf: ({ req }) => clientAcceptEncoding(req.raw),
    guard: config.guard,
    peerOf: ({ req }) => req.header('cf-connecting-ip'),
    random: Math.random,
    now,
    logger,
  });
  return {
    async fetch(request, bindings, context) {
      await refreshFor(request, state);
      const response = await app.fetch(request, bindings, context);
      const sending = events.outbox.afterRequest();
      if (sending) context.waitUntil(sending);
      return response;
    },
  };
}

/** Brings the keys up to date, and what readiness depends on. The authorizer does it for flags. */
async function refreshFor({ method, url }: Request, state: IsolateState): Promise<void> {
  const { pathname } = new URL(url);
  // A preflight contains no key, and liveness does not depend on keys.
  if (method === 'OPTIONS' || pathname === ROUTES.live.path) return;
  await state.refreshKeys();
  if (pathname === ROUTES.ready.path) await state.refreshReadiness();
}

/**
 * What the client itself accepts. The header `Accept-Encoding` is Cloudflare's own, and names gzip also for clients
 * that cannot read it, such as Java's HttpClient. Empty: the client sent no such header. `undefined`: Cloudflare has
 * not replaced it.
 */
function clientAcceptEncoding({ cf }: Request): string | undefined {
  const accepted = cf?.clientAcceptEncoding;
  return typeof accepted === 'string' ? accepted : undefined;
}
