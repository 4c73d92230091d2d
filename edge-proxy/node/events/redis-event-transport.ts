import { openRedisConnection } from '../../../node-process/redis-connection.ts';
import { nameInRedis, type RedisSettings } from '../../../shared/config/redis-variables.ts';
import { APPEND_EVENTS_SCRIPT, STREAM_MAX_ENTRIES } from '../../../shared/events/append-script.ts';
import { EVALUATION_EVENTS_STREAM } from '../../../shared/events/evaluation-event.ts';
import { eventsIn } from '../../../shared/events/event-batch.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { EventTransport } from '../../core/state/events/event-transport.ts';

const COMMAND_TIMEOUT_MS = 5_000;

export interface RedisEventTransportOptions {
  readonly redis: RedisSettings;
  readonly logger: Logger;
  /** Entries that the stream may hold. If it is full, the batch is to be sent again. */
  readonly maxEntries?: number;
}

export interface RedisEventTransport extends EventTransport {
  close(): void;
}

/** Appends batches to `evaluation_events_stream`. While Redis is away, each batch is to be sent again. */
export function createRedisEventTransport(options: RedisEventTransportOptions): RedisEventTransport {
  const { logger, maxEntries = STREAM_MAX_ENTRIES } = options;
  const redis = openRedisConnection({
    redis: options.redis,
    role: 'edge-events',
    logger,
    commandTimeoutMs: COMMAND_TIMEOUT_MS,
  });
  const stream = nameInRedis(options.redis, EVALUATION_EVENTS_STREAM);
  return {
    async send(batch) {
      try {
        const id = await redis.call(
          'EVAL',
          APPEND_EVENTS_SCRIPT,
          '1',
          stream,
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

/** The same bytes, as the driver takes them. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
