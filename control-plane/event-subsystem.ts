import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../shared/logging/logger.ts';
import { createStoringSink, type EventSink } from './events/event-sink.ts';
import { createEventWorker, type EventWorker } from './events/event-worker.ts';
import { createStorageBooks, type StorageBooks } from './events/storage-counters.ts';
import { authenticateSdkKey } from './http/authenticate-sdk-key.ts';
import { createEventStreamConsumer } from './messaging/event-stream-consumer.ts';
import { createEventStreamProducer } from './messaging/event-stream-producer.ts';
import { eventRoutes } from './routes/events.ts';
import { findLiveSdkKey } from './store/access/live-sdk-keys.ts';
import type { Database } from './store/database/database.ts';
import { ensureEventPartitions } from './store/events/event-partitions.ts';
import { isEventFault, storeEvents } from './store/events/event-store.ts';
import type { Part } from './subsystem.ts';

const PARTITION_INTERVAL_MS = 6 * 60 * 60 * 1000;

export interface EventsPartDeps {
  readonly sql: Database;
  /** Absent: events go straight to Postgres. */
  readonly redisUrl?: string;
  readonly now: () => number;
  readonly logger: Logger;
}

export interface EventsPart extends Part {
  /** What became of the events that this process has stored, or tried to. */
  books(): StorageBooks;
}

/** Takes events over HTTP and, with Redis, moves them from the stream to Postgres. */
export function createEventsPart(deps: EventsPartDeps): EventsPart {
  const { sql, now, logger } = deps;
  const ways = deps.redisUrl === undefined ? straightToPostgres(deps) : overTheStream(deps, deps.redisUrl);
  const makePartitions = () =>
    ensureEventPartitions(sql, now()).then(
      (made) => made.length > 0 && logger.info('event partitions made', { made }),
      (error: unknown) => logger.warn('event partitions could not be made; tried again later', { error }),
    );
  let timer: NodeJS.Timeout | undefined;

  return {
    name: 'events',
    routes: eventRoutes({
      authenticate: authenticateSdkKey((hash) => findLiveSdkKey(sql, hash), ['relay', 'server']),
      sink: ways.sink,
      now,
    }),
    books: ways.books,
    async start() {
      await makePartitions();
      timer = setInterval(() => void makePartitions(), PARTITION_INTERVAL_MS);
      timer.unref();
      ways.start();
    },
    async stop() {
      clearInterval(timer);
      await ways.stop();
    },
  };
}

interface Ways {
  readonly sink: EventSink;
  books(): StorageBooks;
  start(): void;
  stop(): Promise<void>;
}

function straightToPostgres({ sql }: EventsPartDeps): Ways {
  const books = createStorageBooks();
  const sink = createStoringSink({ store: (events) => storeEvents(sql, events), isEventFault, books });
  return { sink, books: books.read, start() {}, async stop() {} };
}

function overTheStream({ sql, now, logger }: EventsPartDeps, redisUrl: string): Ways {
  const producer = createEventStreamProducer(redisUrl, logger);
  const worker: EventWorker = createEventWorker({
    log: createEventStreamConsumer({ redisUrl, consumer: randomUUID(), logger }),
    store: (events) => storeEvents(sql, events),
    isEventFault,
    now,
    random: Math.random,
    sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => {}),
    logger,
  });
  return {
    sink: producer,
    books: worker.books,
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
