import { SDK_KEY_KINDS } from '../../shared/keys/sdk-key.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { createEdgeApp } from '../core/app.ts';
import type { PrivateAttributesOf } from '../core/events/encode-evaluation.ts';
import { createEventRecorder } from '../core/events/event-recorder.ts';
import { createHttpEventTransport } from '../core/events/http-event-transport.ts';
import { createPassOnEvents } from '../core/events/pass-on-events.ts';
import type { FlagSource, Readiness, ServedEnvironment } from '../core/flag-source.ts';
import { ROUTES } from '../core/http/routes.ts';
import { admit } from '../core/keys/admit.ts';
import { createAuthorizer } from '../core/keys/authorize.ts';
import { createKeyResolver } from '../core/keys/key-resolver.ts';
import type { Credential } from '../core/keys/key-ring.ts';
import { sha256Hex } from '../core/keys/sha256.ts';
import type { WorkerConfig } from './config.ts';
import { createEventOutbox } from './event-outbox.ts';
import { nextEnvironment, nextRelayCopy, type RelayCopy } from './isolate-copies.ts';
import { createRevalidated, type Revalidated } from './revalidated.ts';
import { createStreamPort } from './stream-port.ts';
import type { ObjectStatus } from './told.ts';
import { environmentStub, relayStub, type WorkerEnv } from './worker-env.ts';
import { now, setTimer, sleep, upstreamFetch } from './workers-runtime.ts';

/** What one isolate keeps between requests, and how it answers them. */
export interface Isolate {
  fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response>;
}

/** Bindings are the same for every request of an isolate; stubs are made anew, they belong to a request. */
export function createIsolate(env: WorkerEnv, config: WorkerConfig, logger: Logger): Isolate {
  const relay = createRevalidated<RelayCopy>({
    ask: async (held) => nextRelayCopy(held, await relayStub(env).read(held?.position ?? null)),
    onFailure: (error) => logger.warn('the keys could not be confirmed', { error }),
    now,
    sleep,
  });
  const environments = createEnvironmentCopies(env, logger);
  const statuses = createRevalidated<readonly EnvironmentStatus[]>({
    ask: () => askStatuses(env, relay.value),
    onFailure: (error) => logger.warn('the environments could not be asked', { error }),
    now,
    sleep,
  });

  const keys: FlagSource['keys'] = () => {
    const held = relay.value;
    return held && now() - held.currentAsOf <= config.keysMaxAgeMs ? held.ring : undefined;
  };
  const source: FlagSource = { keys, environment: (id) => environments.get(id)?.value };
  const transport = createHttpEventTransport({ ...config, fetch: upstreamFetch, setTimer, now });
  const privateAttributesOf: PrivateAttributesOf = (id) => relay.value?.privateAttributes.get(id);
  const recorder = createEventRecorder({
    transport,
    privateAttributesOf,
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    random: Math.random,
    now,
    setTimer,
    logger,
  });
  const outbox = createEventOutbox({ recorder, now, sleep });
  const readiness = (): Readiness => ({
    keysKnown: keys() !== undefined,
    environments: statuses.value ?? [],
  });
  const { app } = createEdgeApp<{ Bindings: WorkerEnv }>({
    source,
    readiness,
    readyMaxAgeMs: config.readyMaxAgeMs,
    recorder,
    passOnEvents: createPassOnEvents({ transport, privateAttributesOf, now }),
    streams: createStreamPort(() => relay.value?.position ?? ''),
    sha256: sha256Hex,
    now,
    logger,
  });
  const authorizer = createAuthorizer(source, createKeyResolver(sha256Hex), now);

  /** Brings everything up to date that answering this request will look at. */
  async function prepare(request: Request): Promise<void> {
    const url = new URL(request.url);
    if (url.pathname === ROUTES.live.path) return;
    await relay.refresh();
    environments.keepOnly(relay.value);
    if (url.pathname === ROUTES.ready.path) return statuses.refresh();
    if (url.pathname === ROUTES.events.path) return;
    const admitted = await admit(
      authorizer,
      request.headers.get('authorization') ?? undefined,
      SDK_KEY_KINDS,
    );
    if ('status' in admitted) return;
    const asked = environmentOf(admitted, url.searchParams.get('environment'));
    if (asked !== undefined) await environments.of(asked).refresh();
  }

  return {
    async fetch(request, bindings, context) {
      await prepare(request);
      const response = await app.fetch(request, bindings, context);
      const sending = outbox.afterRequest();
      if (sending) context.waitUntil(sending);
      return response;
    },
  };
}

/** The environment a request can be about; whether its key may ask for it is the core's to decide. */
function environmentOf({ kind, environmentIds }: Credential, asked: string | null): string | undefined {
  return kind === 'relay' ? environmentIds.find((id) => id === asked?.toLowerCase()) : environmentIds[0];
}

interface EnvironmentCopies {
  get(id: string): Revalidated<ServedEnvironment> | undefined;
  /** The same, made where it is missing. */
  of(id: string): Revalidated<ServedEnvironment>;
  /** Drops the copies of environments that are gone. */
  keepOnly(relay: RelayCopy | undefined): void;
}

function createEnvironmentCopies(env: WorkerEnv, logger: Logger): EnvironmentCopies {
  const copies = new Map<string, Revalidated<ServedEnvironment>>();
  let keptFor: RelayCopy['snapshot'] | undefined;
  return {
    get: (id) => copies.get(id),
    of(id) {
      const held = copies.get(id);
      if (held) return held;
      const made = createRevalidated<ServedEnvironment>({
        ask: async (copy) =>
          nextEnvironment(id, copy, await environmentStub(env, id).read(copy?.position ?? null)),
        onFailure: (error) => logger.warn('flags could not be confirmed', { environmentId: id, error }),
        now,
        sleep,
      });
      copies.set(id, made);
      return made;
    },
    keepOnly(relay) {
      if (relay?.snapshot === keptFor) return;
      keptFor = relay?.snapshot;
      for (const id of copies.keys()) if (!relay?.privateAttributes.has(id)) copies.delete(id);
    },
  };
}

interface EnvironmentStatus extends ObjectStatus {
  readonly id: string;
  readonly key: string;
}

async function askStatuses(
  env: WorkerEnv,
  relay: RelayCopy | undefined,
): Promise<readonly EnvironmentStatus[]> {
  const environments = relay?.snapshot.environments ?? [];
  return Promise.all(
    environments.map(async ({ id, key }) => {
      const { position, currentAsOf } = await environmentStub(env, id).status();
      return { id, key, position, currentAsOf };
    }),
  );
}
