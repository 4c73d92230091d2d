import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { BroadcastReader } from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { ProjectKeysReader } from '../store/access/project-keys-reader.ts';
import type { FlagSetReader } from '../store/flag-set/flag-set-reader.ts';
import type { Heads } from '../store/flag-set/heads.ts';
import { createFlagHub } from './flag-hub.ts';
import { MAX_STREAMS_PER_KEY, READ_LIMIT_MS, SWEEP_MS } from './hub-limits.ts';
import { createHubRegistry } from './hub-registry.ts';
import { createProjectHub, type ProjectHub } from './project-hub.ts';
import { withTimeout } from './with-timeout.ts';

/** A stream that may be opened now: to be called in the same tick. */
export type Attach = (sink: StreamSink) => void;

/** All streams of this process. */
export interface StreamHubs extends ChangeNotifier {
  /**
   * Brings an environment's state up to date and checks that the key still opens it.
   *
   * @throws RequestError NOT_FOUND, UNAUTHENTICATED, TOO_MANY_REQUESTS; an error of Postgres where it cannot be read
   */
  prepareFlags(
    key: AuthenticatedSdkKey,
    environmentId: string,
    lastEventId: Position | null,
  ): Promise<Attach>;
  /** The same for the relay stream of a relay key. */
  prepareRelay(key: AuthenticatedSdkKey, lastEventId: Position | null): Promise<Attach>;
  /** Hints may have been lost: looks at everything. */
  nudgeAll(): void;
  start(): void;
  /** Ends all streams. */
  stop(): void;
}

export interface StreamHubsDeps {
  readonly clock: TimerClock;
  readonly logger: Logger;
  readonly flags: FlagSetReader;
  readonly relay: ProjectKeysReader;
  readonly heads: (environmentIds: readonly string[], projectIds: readonly string[]) => Promise<Heads>;
  readonly maxStreamsPerKey?: number;
}

export function createStreamHubs(deps: StreamHubsDeps): StreamHubs {
  const { clock, logger, maxStreamsPerKey = MAX_STREAMS_PER_KEY } = deps;
  const environments = createHubRegistry({
    clock,
    logger,
    what: 'flags',
    create: (id, onGone) => createFlagHub(id, { clock, reader: deps.flags, onGone }),
    isInUse: (hub) => hub.readers > 0,
  });
  const projects = createHubRegistry({
    clock,
    logger,
    what: 'keys',
    create: (id, onGone) => createProjectHub(id, { clock, reader: deps.relay, onGone }),
    isInUse: (hub) => hub.streams > 0,
  });

  const admit = (project: ProjectHub, key: AuthenticatedSdkKey, environmentId: string | null) => {
    if (!project.opens(key.id, environmentId)) {
      throw new RequestError(
        'UNAUTHENTICATED',
        'This key was revoked, has expired, or lost this environment.',
      );
    }
    if (project.streamsOf(key.id) >= maxStreamsPerKey) {
      throw new RequestError('TOO_MANY_REQUESTS', `This key has ${maxStreamsPerKey} streams open already.`, {
        retryAfterSeconds: 30,
      });
    }
  };
  /** Lets a reader in and keeps its stream tied to its key. */
  const tie = (
    project: ProjectHub,
    key: AuthenticatedSdkKey,
    environmentId: string | null,
    sink: StreamSink,
    subscribe: () => BroadcastReader | null,
  ) => {
    const reader = subscribe();
    if (reader === null) return sink.close();
    const letGo = project.guard({ keyId: key.id, environmentId, end: reader.close });
    sink.onClosed(letGo);
  };

  let cancelSweep = () => {};
  let sweeping = false;
  let away = false;
  const sweep = async () => {
    cancelSweep = clock.setTimer(() => void sweep(), SWEEP_MS);
    const [environmentIds, projectIds] = [environments.ids, projects.ids];
    if (sweeping || environmentIds.length + projectIds.length === 0) return;
    sweeping = true;
    const startedAt = clock.now();
    try {
      const heads = await withTimeout(clock, READ_LIMIT_MS, deps.heads(environmentIds, projectIds));
      environments.sweep(heads.environments, startedAt);
      projects.sweep(heads.projects, startedAt);
      if (away) logger.info('the sweep reads Postgres again');
      away = false;
    } catch (error) {
      if (!away)
        logger.warn('the sweep cannot read Postgres; streams stay open with what they have', { error });
      away = true;
    } finally {
      sweeping = false;
    }
  };

  return {
    async prepareFlags(key, environmentId, lastEventId) {
      const hub = environments.use(environmentId);
      const project = projects.use(key.projectId);
      const [exists] = await Promise.all([hub.prepare(lastEventId), project.refresh()]);
      if (!exists) throw resourceNotFound(`environment ${environmentId}`);
      admit(project, key, environmentId);
      return (sink) => tie(project, key, environmentId, sink, () => hub.subscribe(sink, lastEventId));
    },
    async prepareRelay(key, lastEventId) {
      const project = projects.use(key.projectId);
      await project.refresh();
      admit(project, key, null);
      return (sink) => tie(project, key, null, sink, () => project.subscribe(sink, key.id, lastEventId));
    },
    environmentsChanged(ids) {
      for (const id of ids) environments.nudge(id);
    },
    keysChanged: (projectId) => projects.nudge(projectId),
    nudgeAll() {
      environments.nudgeAll();
      projects.nudgeAll();
    },
    start: () => void sweep(),
    stop() {
      cancelSweep();
      environments.close();
      projects.close();
    },
  };
}
