import { SDK_KEY_KINDS } from '../../../shared/keys/sdk-key.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import { type Authorizer, createAuthorizer } from '../../core/api/authorizer.ts';
import { keyIdOf } from '../../core/api/ofrep/stream-token.ts';
import { createEdgeApp } from '../../core/http/app.ts';
import { toResponse } from '../../core/http/responses/to-response.ts';
import type { Credential } from '../../core/model/key-ring.ts';
import { ROUTES } from '../../core/model/routes.ts';
import { createKeyResolver } from '../../core/state/keys/key-resolver.ts';
import { sha256Hex } from '../../core/state/keys/sha256.ts';
import type { WorkerConfig } from '../runtime/config.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { now } from '../runtime/workers-runtime.ts';
import { createIsolateEvents } from './isolate-events.ts';
import { createIsolateState, type IsolateState } from './isolate-state.ts';
import { createWorkerStreamPort } from './worker-stream-port.ts';

/** What one isolate keeps between requests, and how it answers them. */
export interface Isolate {
  fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response>;
}

/** Bindings are the same for every request of an isolate. */
export function createIsolate(env: WorkerEnv, config: WorkerConfig, logger: Logger): Isolate {
  const state = createIsolateState(env, config.keysMaxAgeMs, logger);
  const events = createIsolateEvents(config, state.privateAttributesOf, logger);
  const authorizer = createAuthorizer(state.source, createKeyResolver(sha256Hex), now);
  const { app } = createEdgeApp<{ Bindings: WorkerEnv }>({
    source: state.source,
    readiness: state.readiness,
    readyMaxAgeMs: config.readyMaxAgeMs,
    recorder: events.recorder,
    forwardEvents: events.forwardEvents,
    streams: createWorkerStreamPort(state.relayPosition),
    awaitFlags: state.awaitFlags,
    authorizer,
    // The runtime compresses what its headers say is compressed.
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
      // A preflight carries no key and is about no flags.
      if (request.method !== 'OPTIONS') await prepare(request, state, authorizer);
      const response = await app.fetch(request, bindings, context);
      const sending = events.outbox.afterRequest();
      if (sending) context.waitUntil(sending);
      return response;
    },
  };
}

/**
 * What the client itself accepts: the header is Cloudflare's own, and says gzip also for clients that cannot read
 * it, as Java's HttpClient. Empty where the client said nothing; `undefined` where its header was left alone.
 */
function clientAcceptEncoding({ cf }: Request): string | undefined {
  const accepted = cf?.clientAcceptEncoding;
  return typeof accepted === 'string' ? accepted : undefined;
}

/** Brings everything up to date that answering this request will look at. */
async function prepare(request: Request, state: IsolateState, authorizer: Authorizer): Promise<void> {
  const url = new URL(request.url);
  if (url.pathname === ROUTES.live.path) return;
  await state.refreshKeys();
  if (url.pathname === ROUTES.ready.path) return state.refreshReadiness();
  if (url.pathname === ROUTES.events.path) return;
  if (url.pathname === ROUTES.ofrepStream.path) return prepareNotices(url, state);
  const header = request.headers.get('authorization') ?? undefined;
  const { credential } = await authorizer.authorize(header, SDK_KEY_KINDS);
  if (credential === undefined) return;
  const asked = environmentOf(credential, url.searchParams.get('environment'));
  if (asked !== undefined) await state.refreshEnvironment(asked);
}

/** The token tells whose stream it is; whether it is right is the core's to decide. */
async function prepareNotices(url: URL, { source, refreshEnvironment }: IsolateState): Promise<void> {
  const keyId = keyIdOf(url.searchParams.get('token') ?? '');
  const [environmentId] = source.keys()?.findById(keyId)?.environmentIds ?? [];
  if (environmentId !== undefined) await refreshEnvironment(environmentId);
}

/** The environment a request can be about; whether its key may ask for it is the core's to decide. */
function environmentOf({ kind, environmentIds }: Credential, asked: string | null): string | undefined {
  return kind === 'relay' ? environmentIds.find((id) => id === asked?.toLowerCase()) : environmentIds[0];
}
