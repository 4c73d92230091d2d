import { Redis } from 'ioredis';
import { APPEND_EVENTS_SCRIPT, STREAM_MAX_ENTRIES } from '../../../shared/events/append-script.ts';
import { EVALUATION_EVENTS_STREAM } from '../../../shared/events/evaluation-event.ts';
import { eventsIn } from '../../../shared/events/event-batch.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { EventTransport } from '../../core/state/events/event-transport.ts';

const COMMAND_TIMEOUT_MS = 5_000;
const LONGEST_RECONNECT_MS = 2_000;

export interface RedisEventTransportOptions {
  readonly redisUrl: string;
  readonly logger: Logger;
  /** Entries the stream may hold; beyond that events wait here. */
  readonly maxEntries?: number;
}

export interface RedisEventTransport extends EventTransport {
  close(): void;
}

/** Appends batches to `evaluation_events_stream`. Reconnects for ever; while Redis is away it asks to try again. */
export function createRedisEventTransport(options: RedisEventTransportOptions): RedisEventTransport {
  const { logger, maxEntries = STREAM_MAX_ENTRIES } = options;
  const redis = new Redis(options.redisUrl, {
    connectionName: 'solid-fortnight-edge-events',
    // A command fails at once while Redis is away: events wait where they are bounded and counted.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: COMMAND_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 10), LONGEST_RECONNECT_MS),
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn('Redis cannot be reached: events wait at the edge', { error: error.message });
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis can be reached again');
    away = false;
  });

  return {
    async send(batch) {
      try {
        const id = await redis.call(
          'EVAL',
          APPEND_EVENTS_SCRIPT,
          '1',
          EVALUATION_EVENTS_STREAM,
          String(maxEntries),
          bufferOf(eventsIn(batch)),
        );
        return id === null ? { kind: 'retry', cause: 'stream full' } : { kind: 'accepted', rejected: [] };
      } catch (error) {
        return { kind: 'retry', cause: error instanceof Error ? error.message.slice(0, 100) : 'unknown' };
      }
    },
    close: () => redis.disconnect(),
  };
}

/** The same bytes as the driver wants to have them. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
