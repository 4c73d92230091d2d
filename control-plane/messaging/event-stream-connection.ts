import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../shared/logging/logger.ts';

const LONGEST_RECONNECT_MS = 2_000;

type Timeouts = Pick<RedisOptions, 'commandTimeout' | 'socketTimeout'>;

/**
 * Opens a connection that fails a command at once while Redis is away, and reconnects for ever.
 * What should be tried again is its callers' to decide.
 *
 * @param role for Redis' list of clients and our log
 */
export function openConnection(url: string, role: string, logger: Logger, options: Timeouts): Redis {
  const redis = new Redis(url, {
    connectionName: `solid-fortnight-${role}`,
    // Replies as lists: maps, as version 3 has them, would need another reading.
    protocol: 2,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RECONNECT_MS),
    ...options,
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn('Redis cannot be reached', { role, error: error.message });
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis can be reached again', { role });
    away = false;
  });
  return redis;
}

/** Resolves once the connection is usable, or its attempt under way has failed. */
export function settled(redis: Redis): Promise<void> {
  if (redis.status === 'ready' || redis.status === 'end') return Promise.resolve();
  return new Promise((resolve) => {
    const events = ['ready', 'close', 'end'] as const;
    const done = () => {
      for (const event of events) redis.off(event, done);
      resolve();
    };
    for (const event of events) redis.on(event, done);
  });
}
