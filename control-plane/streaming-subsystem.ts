import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { RedisSettings } from '../shared/config/redis-variables.ts';
import type { SdkKeyKind } from '../shared/keys/sdk-key.ts';
import type { Logger } from '../shared/logging/logger.ts';
import type { TimerClock } from '../shared/model/clock.ts';
import type { AppEnv } from './http/app-env.ts';
import { authenticateSdkKey } from './http/authenticate-sdk-key.ts';
import { createHintBus, type HintBus, type HintProblem } from './messaging/hint-bus.ts';
import { fanOut } from './model/change-notifier.ts';
import { addHintMetrics } from './observability/hint-metrics.ts';
import { addStreamingMetrics } from './observability/streaming-metrics.ts';
import { positionRoutes } from './routes/positions.ts';
import { streamRoutes } from './routes/stream.ts';
import { findLiveSdkKey } from './store/access/live-sdk-keys.ts';
import { createProjectKeysReader } from './store/access/project-keys-reader.ts';
import type { Database } from './store/database/database.ts';
import { createFlagSetReader } from './store/flag-set/flag-set-reader.ts';
import { readHeads } from './store/flag-set/heads.ts';
import { saveReaderReport } from './store/readers/reader-reports.ts';
import { markReadersLeft, saveReaders } from './store/readers/stream-readers.ts';
import { createReaderPresence, type ReaderPresence } from './streaming/reader-presence.ts';
import { createStreamHubs, type StreamHubs } from './streaming/stream-hubs.ts';
import type { Subsystem } from './subsystem.ts';

export interface StreamingSubsystemDeps {
  readonly sql: Database;
  /** Absent: the sweep finds the changes of other control planes. */
  readonly redis?: RedisSettings;
  readonly clock: TimerClock;
  readonly logger: Logger;
  /** The largest number of streams of one key in this process. */
  readonly maxStreamsPerKey?: number;
}

const HINT_PROBLEMS: Readonly<Record<HintProblem, string>> = {
  unreachable: 'Hints do not travel because Redis is unreachable; changes arrive by the sweep, within 2.5 s.',
  refused:
    'Hints do not travel because the Redis account has no rights on their channels; changes arrive by the sweep, within 2.5 s.',
};

/** Streams flags and keys to edges and SDKs, and exchanges hints with other control planes. */
export function createStreamingSubsystem(deps: StreamingSubsystemDeps): Subsystem {
  const { sql, redis, clock, logger, maxStreamsPerKey } = deps;
  const hubs = createStreamHubs({
    clock,
    logger,
    flagSets: createFlagSetReader(sql),
    projectKeys: createProjectKeysReader(sql),
    readHeads: (environmentIds, projectIds) => readHeads(sql, environmentIds, projectIds),
    ...(maxStreamsPerKey === undefined ? {} : { maxStreamsPerKey }),
  });
  const presence = createPresence(deps, hubs);
  const authenticate = (kinds: readonly SdkKeyKind[]): MiddlewareHandler<AppEnv> =>
    authenticateSdkKey((hash) => findLiveSdkKey(sql, hash), kinds);
  let bus: HintBus | undefined;
  const publish = {
    environmentsChanged: (ids: readonly string[]) => bus?.notifier.environmentsChanged(ids),
    keysChanged: (projectId: string) => bus?.notifier.keysChanged(projectId),
  };
  return {
    name: 'streaming',
    routes: streamRoutes({ authenticate, hubs, presence }).route(
      '/',
      positionRoutes({
        authenticate: authenticate(['relay']),
        save: (keyId, report) => saveReaderReport(sql, keyId, report),
      }),
    ),
    // The hubs of this process get hints directly, so they need no Redis.
    notifier: fanOut([publish, hubs], (error) => logger.error('sending a hint failed', { error })),
    addMetrics(builder) {
      addStreamingMetrics(builder, hubs.measures);
      if (redis !== undefined) addHintMetrics(builder, () => bus);
    },
    problems() {
      const problem = bus?.problem() ?? null;
      return problem === null ? [] : [HINT_PROBLEMS[problem]];
    },
    async start() {
      hubs.start();
      presence.start();
      if (redis === undefined) return;
      bus = createHintBus({ redis, logger, listener: hubs, onSubscribed: hubs.refreshAll });
    },
    async stop() {
      bus?.close();
      hubs.stop();
      await presence.stop();
    },
  };
}

function createPresence({ sql, clock, logger }: StreamingSubsystemDeps, hubs: StreamHubs): ReaderPresence {
  return createReaderPresence({
    clock,
    logger,
    randomUuid: randomUUID,
    save: (readers) => saveReaders(sql, readers),
    remove: (ids) => markReadersLeft(sql, ids),
    positionOf: hubs.positionOf,
  });
}
