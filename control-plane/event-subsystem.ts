import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { RedisSettings } from '../shared/config/redis-variables.ts';
import type { Logger } from '../shared/logging/logger.ts';
import { createEventWorker } from './events/event-worker.ts';
import { createPostgresEventSink } from './events/postgres-event-sink.ts';
import { createStorageCounters, type StorageCounts } from './events/storage-counters.ts';
import { authenticateSdkKey } from './http/authenticate-sdk-key.ts';
import type { OnMaintenanceConnection } from './maintenance-connection.ts';
import { createEventStreamConsumer } from './messaging/event-stream-consumer.ts';
import { createEventStreamProducer } from './messaging/event-stream-producer.ts';
import type { EventBacklog } from './model/event-consumer.ts';
import type { EventSink } from './model/event-sink.ts';
import { addEventMetrics } from './observability/event-metrics.ts';
import { eventRoutes } from './routes/events.ts';
import { findLiveSdkKey } from './store/access/live-sdk-keys.ts';
import type { Database } from './store/database/database.ts';
import { ensureEventPartitions } from './store/events/event-partitions.ts';
import { isEventFault, storeEvents } from './store/events/event-store.ts';
import type { Subsystem } from './subsystem.ts';

const PARTITION_INTERVAL_MS = 6 * 60 * 60 * 1000;

export interface EventSubsystemDeps {
  readonly sql: Database;
  readonly onConnection: OnMaintenanceConnection;
  /** Absent: events are written to Postgres directly. */
  readonly redis?: RedisSettings;
  readonly now: () => number;
  readonly logger: Logger;
}

/** Accepts events over HTTP and, with Redis, moves them from the stream to Postgres. */
export function createEventSubsystem(deps: EventSubsystemDeps): Subsystem {
  const { sql, onConnection, now, logger } = deps;
  const pipeline =
    deps.redis === undefined ? createPostgresPipeline(deps) : createRedisPipeline(deps, deps.redis);
  const createPartitions = () =>
    // Moving events into a new partition may take longer than a request may.
    onConnection((connection) => ensureEventPartitions(connection, now())).then(
      (created) => created.length > 0 && logger.info('event partitions created', { created }),
      (error: unknown) => logger.warn('creating event partitions failed, retried later', { error }),
    );
  let timer: NodeJS.Timeout | undefined;

  return {
    name: 'events',
    routes: eventRoutes({
      authenticate: authenticateSdkKey((hash) => findLiveSdkKey(sql, hash), ['relay', 'server']),
      sink: pipeline.sink,
      now,
    }),
    addMetrics: (builder) => addEventMetrics(builder, pipeline.counts, pipeline.backlog),
    async start() {
      await createPartitions();
      timer = setInterval(() => void createPartitions(), PARTITION_INTERVAL_MS);
      timer.unref();
      pipeline.start();
    },
    async stop() {
      clearInterval(timer);
      await pipeline.stop();
    },
  };
}

/** How events get from the HTTP route to Postgres. */
interface EventPipeline {
  readonly sink: EventSink;
  counts(): StorageCounts;
  /** Absent: events do not wait in a stream. */
  readonly backlog?: () => Promise<EventBacklog>;
  start(): void;
  stop(): Promise<void>;
}

function createPostgresPipeline({ sql }: EventSubsystemDeps): EventPipeline {
  const counters = createStorageCounters();
  const sink = createPostgresEventSink({
    store: (events) => storeEvents(sql, events),
    isEventFault,
    counters,
  });
  return { sink, counts: counters.counts, start() {}, async stop() {} };
}

function createRedisPipeline({ sql, now, logger }: EventSubsystemDeps, redis: RedisSettings): EventPipeline {
  const producer = createEventStreamProducer(redis, logger);
  const worker = createEventWorker({
    consumer: createEventStreamConsumer({ redis, consumer: randomUUID(), logger }),
    store: (events) => storeEvents(sql, events),
    isEventFault,
    now,
    random: Math.random,
    sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => {}),
    logger,
  });
  return {
    sink: producer,
    counts: worker.counts,
    backlog: worker.backlog,
    start() {
      void producer.checkDurability();
      void worker.run();
    },
    async stop() {
      await worker.stop();
      producer.close();
    },
  };
}
