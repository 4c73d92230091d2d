import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { BroadcastReader } from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ChangeNotifier } from '../model/change-notifier.ts';
import type { AttemptResult, NamedCounts } from '../model/named-counts.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import type { AuthenticatedSdkKey } from '../model/sdk-key.ts';
import type { ProjectKeysReader } from '../store/access/project-keys-reader.ts';
import type { FlagSetReader } from '../store/flag-set/flag-set-reader.ts';
import { createFlagHub, type FlagHub } from './flag-hub.ts';
import { MAX_STREAMS_PER_KEY } from './hub-limits.ts';
import { createHubRegistry } from './hub-registry.ts';
import { createProjectHub, type ProjectHub } from './project-hub.ts';
import { createStreamingCounters, type HubKind, type StreamingCounters } from './streaming-counters.ts';
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
  measures(): StreamingMeasures;
  /** The position of the flags that are sent; `null`: unknown. */
  positionOf(environmentId: string): Position | null;
  start(): void;
  /** Ends all streams. */
  stop(): void;
}

/** The hubs of one kind at this moment. */
export interface HubMeasures {
  readonly hubs: number;
  /** Open streams. */
  readonly streams: number;
  /** Milliseconds since the state of each hub was last known to equal the database's; the largest. */
  readonly verifiedAgoMs: number;
}

export interface StreamingMeasures extends Readonly<Record<HubKind, HubMeasures>> {
  readonly counters: StreamingCounters;
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
  const counters = createStreamingCounters();
  const { environments, projects } = createRegistries(deps, counters);
  const sweep = createSweep({ clock, logger, readHeads, environments, projects, counters });

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
    positionOf: (environmentId) => environments.find(environmentId)?.position ?? null,
    measures: () => measure(environments.hubs, projects.hubs, counters, clock.now()),
    start: sweep.start,
    stop() {
      sweep.stop();
      environments.close();
      projects.close();
    },
  };
}

/** The hubs of flags by environment, and those of keys by project. */
function createRegistries(
  { clock, logger, flagSets, projectKeys }: StreamHubsDeps,
  counters: StreamingCounters,
) {
  const flagReader = countedReads(flagSets, counters.refreshes.flags);
  const keysReader = countedReads(projectKeys, counters.refreshes.keys);
  const environments = createHubRegistry({
    clock,
    logger,
    kind: 'flags',
    counters,
    create: (id, onDeleted) => createFlagHub(id, { clock, reader: flagReader, counters, onDeleted }),
    isInUse: (hub) => hub.readers > 0,
  });
  const projects = createHubRegistry({
    clock,
    logger,
    kind: 'keys',
    counters,
    create: (id, onDeleted) => createProjectHub(id, { clock, reader: keysReader, counters, onDeleted }),
    isInUse: (hub) => hub.streams > 0,
  });
  return { environments, projects };
}

/** Counts the readings of Postgres. */
function countedReads<Arguments extends unknown[], Reading>(
  reader: { read(...given: Arguments): Promise<Reading> },
  counts: NamedCounts<AttemptResult>,
) {
  return {
    async read(...given: Arguments): Promise<Reading> {
      try {
        const reading = await reader.read(...given);
        counts.add('succeeded');
        return reading;
      } catch (error) {
        counts.add('failed');
        throw error;
      }
    },
  };
}

function measure(
  environments: readonly FlagHub[],
  projects: readonly ProjectHub[],
  counters: StreamingCounters,
  now: number,
): StreamingMeasures {
  const flagStreams = sum(environments.map(({ readers }) => readers));
  // Projects count the streams of their environments too.
  const keyStreams = sum(projects.map(({ streams }) => streams)) - flagStreams;
  const oldest = (hubs: readonly Pick<FlagHub, 'verifiedAt'>[]) =>
    hubs.reduce((age, hub) => Math.max(age, now - (hub.verifiedAt() ?? now)), 0);
  return {
    flags: { hubs: environments.length, streams: flagStreams, verifiedAgoMs: oldest(environments) },
    keys: { hubs: projects.length, streams: Math.max(0, keyStreams), verifiedAgoMs: oldest(projects) },
    counters,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
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
