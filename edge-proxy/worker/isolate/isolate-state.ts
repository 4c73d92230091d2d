import type { Logger } from '../../../shared/logging/logger.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { FlagSource, Readiness, ServedEnvironment } from '../../core/model/flag-source.ts';
import { type AwaitFlags, FRESHNESS_WAIT_MS } from '../../core/state/await-flags.ts';
import type { PrivateAttributesOf } from '../../core/state/events/encode-evaluation.ts';
import type { ObjectStatus } from '../rpc.ts';
import { environmentStub, relayStub, type WorkerEnv } from '../runtime/worker-env.ts';
import { now, sleep } from '../runtime/workers-runtime.ts';
import { nextEnvironment, nextRelayCopy, type RelayCopy } from './isolate-copies.ts';
import { createRevalidatedValue, type RevalidatedValue } from './revalidated-value.ts';

/** Pause between two questions for flags that a change notice has announced, in milliseconds. */
const POLL_FLAGS_MS = 25;

/** The state of an isolate: copies of what the objects hold, each refreshed before it is used. */
export interface IsolateState {
  readonly source: FlagSource;
  readonly privateAttributesOf: PrivateAttributesOf;
  readiness(): Readiness;
  /** Of the keys held; empty if none are. */
  relayPosition(): Position;

  /** Each resolves once its part has been confirmed recently, or cannot be confirmed. None rejects. */
  refreshKeys(): Promise<void>;
  refreshEnvironment(id: string): Promise<void>;
  refreshReadiness(): Promise<void>;
  /**
   * Requests the state from the environment's object repeatedly: a change reaches it long before the isolate would
   * revalidate.
   */
  readonly awaitFlags: AwaitFlags;
}

/** A stub belongs to a request, so each question makes its own. */
export function createIsolateState(env: WorkerEnv, keysMaxAgeMs: number, logger: Logger): IsolateState {
  const relay = createRevalidatedValue<RelayCopy>({
    ask: async (held) => nextRelayCopy(held, await relayStub(env).read(held?.position ?? null)),
    onFailure: (error) => logger.warn('confirming keys failed', { error }),
    now,
    sleep,
  });
  const statuses = createRevalidatedValue<readonly EnvironmentStatus[]>({
    ask: () => askStatuses(env, relay.value),
    onFailure: (error) => logger.warn('reading the status of environments failed', { error }),
    now,
    sleep,
  });
  const environments = createEnvironmentCopies(env, logger);

  const keys: FlagSource['keys'] = () => {
    const held = relay.value;
    return held && now() - held.currentAsOf <= keysMaxAgeMs ? held.ring : undefined;
  };
  return {
    source: {
      keys,
      environment: (id) => environments.get(id)?.value,
      streamSecret: (id) => relay.value?.environments.get(id)?.streamSecret,
      allowedOrigins: (id) => relay.value?.environments.get(id)?.allowedOrigins,
    },
    privateAttributesOf: (id) => relay.value?.environments.get(id)?.privateAttributes,
    readiness: () => ({ keysKnown: keys() !== undefined, environments: statuses.value ?? [] }),
    relayPosition: () => relay.value?.position ?? '',
    async refreshKeys() {
      await relay.refresh();
      environments.removeUnnamed(relay.value);
    },
    refreshEnvironment: (id) => environments.of(id).refresh(),
    refreshReadiness: () => statuses.refresh(),
    awaitFlags: (id, isFresh) => pollFlags(environments.of(id), isFresh),
  };
}

async function pollFlags(
  copy: RevalidatedValue<ServedEnvironment>,
  isFresh: (environment: ServedEnvironment) => boolean,
): Promise<void> {
  for (const deadline = now() + FRESHNESS_WAIT_MS; now() < deadline; await sleep(POLL_FLAGS_MS)) {
    await Promise.race([copy.refresh(POLL_FLAGS_MS), sleep(deadline - now())]);
    if (copy.value !== undefined && isFresh(copy.value)) return;
  }
}

interface EnvironmentCopies {
  get(id: string): RevalidatedValue<ServedEnvironment> | undefined;
  /** The same, made if it is missing. */
  of(id: string): RevalidatedValue<ServedEnvironment>;
  /** Removes the copies of environments that the relay does not name. */
  removeUnnamed(relay: RelayCopy | undefined): void;
}

function createEnvironmentCopies(env: WorkerEnv, logger: Logger): EnvironmentCopies {
  const copies = new Map<string, RevalidatedValue<ServedEnvironment>>();
  let comparedWith: RelayCopy['snapshot'] | undefined;
  return {
    get: (id) => copies.get(id),
    of(id) {
      const held = copies.get(id);
      if (held) return held;
      const made = createRevalidatedValue<ServedEnvironment>({
        ask: async (copy) =>
          nextEnvironment(id, copy, await environmentStub(env, id).read(copy?.position ?? null)),
        onFailure: (error) => logger.warn('confirming flags failed', { environmentId: id, error }),
        now,
        sleep,
      });
      copies.set(id, made);
      return made;
    },
    removeUnnamed(relay) {
      if (relay?.snapshot === comparedWith) return;
      comparedWith = relay?.snapshot;
      for (const id of copies.keys()) if (!relay?.environments.has(id)) copies.delete(id);
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
