import {
  connectionAttemptEnded,
  openRedisConnection,
  type RedisConnection,
} from '../../node-process/redis-connection.ts';
import { nameInRedis, type RedisSettings } from '../../shared/config/redis-variables.ts';
import { APPEND_EVENTS_SCRIPT, STREAM_MAX_ENTRIES } from '../../shared/events/append-script.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { type EventSink, EventsUnavailable } from '../model/event-sink.ts';

const COMMAND_TIMEOUT_MS = 5_000;

export interface EventStreamProducer extends EventSink {
  /** Logs a warning if this Redis may lose events that it acknowledged. Never rejects. */
  checkDurability(): Promise<void>;
  close(): void;
}

/** Appends batches to the event stream. A batch is stored once Redis has acknowledged it. */
export function createEventStreamProducer(
  settings: RedisSettings,
  logger: Logger,
  maxEntries: number = STREAM_MAX_ENTRIES,
): EventStreamProducer {
  const redis = openRedisConnection({
    redis: settings,
    role: 'events-producer',
    logger,
    commandTimeoutMs: COMMAND_TIMEOUT_MS,
  });
  const stream = nameInRedis(settings, EVALUATION_EVENTS_STREAM);
  return {
    async append(events) {
      const batch = JSON.stringify(events);
      const id = await redis
        .call('EVAL', APPEND_EVENTS_SCRIPT, '1', stream, String(maxEntries), batch)
        .catch((error: unknown) => {
          throw new EventsUnavailable('Redis did not accept the events.', { cause: error });
        });
      if (id === null) throw new EventsUnavailable('The event stream is full.');
      return [];
    },
    async checkDurability() {
      await connectionAttemptEnded(redis);
      const faults = await durabilityFaults(redis);
      if (faults.length > 0) logger.warn('Redis may lose evaluation events', { faults });
    },
    close: () => redis.disconnect(),
  };
}

const REQUIRED_SETTINGS = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
} as const;

async function durabilityFaults(redis: RedisConnection): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [name, required] of Object.entries(REQUIRED_SETTINGS)) {
    try {
      const value = valueIn(await redis.call('CONFIG', 'GET', name));
      if (value !== required) faults.push(`${name} is "${value}", not "${required}"`);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      return [`its settings cannot be read (${cause})`];
    }
  }
  return faults;
}

/** The reply to `CONFIG GET` is a list of name and value. */
function valueIn(reply: unknown): string {
  return Array.isArray(reply) ? String(reply[1] ?? '') : '';
}
