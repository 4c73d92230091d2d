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
import { createFlagHub } from './flag-hub.ts';
import { MAX_STREAMS_PER_KEY } from './hub-limits.ts';
import { createHubRegistry } from './hub-registry.ts';
import { createProjectHub, type ProjectHub } from './project-hub.ts';
import { createSweep, type SweepDeps } from './sweep.ts';

/** Opens a stream that was prepared. Must be called in the same tick. */
export type Attach = (sink: StreamSink) => void;

/** All streams of this process. */
export interface StreamHubs extends ChangeNotifier {
  /**
   * Refreshes the environment's hub and checks that the key still has access.
   *
   * @throws RequestError NOT_FOUND, UNAUTHENTICATED, TOO_MANY_REQUESTS; the driver's error if Postgres cannot be read
   */
  prepareFlags(
    key: AuthenticatedSdkKey,
    environmentId: string,
    lastEventId: Position | null,
  ): Promise<Attach>;
  /** The same for the relay stream of a relay key. */
  prepareRelay(key: AuthenticatedSdkKey, lastEventId: Position | null): Promise<Attach>;
  /** Refreshes all hubs, because hints may have been lost. */
  refreshAll(): void;
  start(): void;
  /** Ends all streams. */
  stop(): void;
}

export interface StreamHubsDeps extends Pick<SweepDeps, 'readHeads'> {
  readonly clock: TimerClock;
  readonly logger: Logger;
  readonly flagSets: FlagSetReader;
  readonly projectKeys: ProjectKeysReader;
  readonly maxStreamsPerKey?: number;
}

/** The stream that a key requests. */
interface StreamRequest {
  readonly project: ProjectHub;
  readonly key: AuthenticatedSdkKey;
  /** `null` for the relay stream. */
  readonly environmentId: string | null;
}

export function createStreamHubs(deps: StreamHubsDeps): StreamHubs {
  const { clock, logger, readHeads, maxStreamsPerKey = MAX_STREAMS_PER_KEY } = deps;
  const { environments, projects } = createRegistries(deps);
  const sweep = createSweep({ clock, logger, readHeads, environments, projects });

  return {
    async prepareFlags(key, environmentId, lastEventId) {
      const hub = environments.getOrCreate(environmentId);
      const project = projects.getOrCreate(key.projectId);
      const [exists] = await Promise.all([hub.prepare(lastEventId), project.refresh()]);
      if (!exists) throw resourceNotFound(`environment ${environmentId}`);
      const request = { project, key, environmentId };
      assertMayOpen(request, maxStreamsPerKey);
      return (sink) => attach(request, sink, () => hub.subscribe(sink, lastEventId));
    },
    async prepareRelay(key, lastEventId) {
      const project = projects.getOrCreate(key.projectId);
      await project.refresh();
      const request = { project, key, environmentId: null };
      assertMayOpen(request, maxStreamsPerKey);
      return (sink) => attach(request, sink, () => project.subscribe(sink, key.id, lastEventId));
    },
    environmentsChanged(ids) {
      for (const id of ids) environments.refresh(id);
    },
    keysChanged: (projectId) => projects.refresh(projectId),
    refreshAll() {
      environments.refreshAll();
      projects.refreshAll();
    },
    start: sweep.start,
    stop() {
      sweep.stop();
      environments.close();
      projects.close();
    },
  };
}

/** The hubs of flags by environment, and those of keys by project. */
function createRegistries({ clock, logger, flagSets, projectKeys }: StreamHubsDeps) {
  const environments = createHubRegistry({
    clock,
    logger,
    kind: 'flags',
    create: (id, onDeleted) => createFlagHub(id, { clock, reader: flagSets, onDeleted }),
    isInUse: (hub) => hub.readers > 0,
  });
  const projects = createHubRegistry({
    clock,
    logger,
    kind: 'keys',
    create: (id, onDeleted) => createProjectHub(id, { clock, reader: projectKeys, onDeleted }),
    isInUse: (hub) => hub.streams > 0,
  });
  return { environments, projects };
}

function assertMayOpen({ project, key, environmentId }: StreamRequest, maxStreamsPerKey: number): void {
  if (!project.hasAccess(key.id, environmentId)) {
    throw new RequestError(
      'UNAUTHENTICATED',
      'This key is revoked or expired, or has no access to this environment any more.',
    );
  }
  if (project.streamsOf(key.id) >= maxStreamsPerKey) {
    throw new RequestError('TOO_MANY_REQUESTS', `This key has ${maxStreamsPerKey} open streams already.`, {
      retryAfterSeconds: 30,
    });
  }
}

/** Subscribes a reader, and ends its stream when its key loses access. */
function attach(
  { project, key, environmentId }: StreamRequest,
  sink: StreamSink,
  subscribe: () => BroadcastReader | null,
): void {
  const reader = subscribe();
  if (reader === null) {
    sink.close();
    return;
  }
  const untrack = project.track({ keyId: key.id, environmentId, end: reader.close });
  sink.onClosed(untrack);
}
