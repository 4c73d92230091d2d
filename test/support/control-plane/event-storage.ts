import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createEventWorker } from '../../../control-plane/events/event-worker.ts';
import { createEventStreamConsumer } from '../../../control-plane/messaging/event-stream-consumer.ts';
import { createEventStreamProducer } from '../../../control-plane/messaging/event-stream-producer.ts';
import type { Database } from '../../../control-plane/store/database/database.ts';
import { isEventFault, storeEvents } from '../../../control-plane/store/events/event-store.ts';
import type { RedisSettings } from '../../../shared/config/redis-variables.ts';
import type { EvaluationEvent } from '../../../shared/events/evaluation-event.ts';
import { type Logger, silentLogger } from '../../../shared/logging/logger.ts';
import { eventually } from '../eventually.ts';

/**
 * Stores the events of a Redis stream, as a control plane does, until the test has finished.
 *
 * @returns appends events to the stream: retries until Redis has accepted them
 */
export function startEventStorage(
  redis: RedisSettings,
  sql: Database,
  logger: Logger = silentLogger,
): (events: readonly EvaluationEvent[], timeoutMs: number) => Promise<unknown> {
  const producer = createEventStreamProducer(redis, silentLogger);
  const worker = createEventWorker({
    consumer: createEventStreamConsumer({ redis, consumer: randomUUID(), logger: silentLogger }),
    store: (events) => storeEvents(sql, events),
    isEventFault,
    now: Date.now,
    random: Math.random,
    sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => {}),
    logger,
  });
  void worker.run();
  onTestFinished(async () => {
    producer.close();
    await worker.stop();
  });
  return (events, timeoutMs) =>
    eventually(
      'the events are accepted',
      async () => (await producer.append(events)).length === 0,
      timeoutMs,
    );
}
