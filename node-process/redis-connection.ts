import { Redis } from 'ioredis';
import type { Logger } from '../shared/logging/logger.ts';
import { type BackoffLimits, exponentialDelay } from '../shared/retry/backoff.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** How long a command that waits for nothing but Redis may take before the connection counts as dead. */
const SOCKET_TIMEOUT_MS = 4_000;
/** The kernel's own probes begin after this time; they notice a dead connection on which no command waits. */
const KEEP_ALIVE_MS = 30_000;
const RECONNECT: BackoffLimits = { baseMs: 100, capMs: 2_000 };

export interface RedisConnectionOptions {
  readonly url: string;
  /** What the connection is for: in Redis' list of clients, and in the log. */
  readonly role: string;
  readonly logger: Logger;
  /** A command without an answer fails after this time. Absent: it waits. */
  readonly commandTimeoutMs?: number;
  /** A connection on which nothing arrives for this time while a command waits is closed, and opened again. */
  readonly socketTimeoutMs?: number;
  /** A connection that sends no commands, such as a subscriber's, sends a `PING` after this time, so that a dead one is noticed. */
  readonly pingIntervalMs?: number;
}

/**
 * Opens a connection that reconnects without end. While Redis is away a command fails at once: whether to try again is
 * for the caller to decide, whose queue is bounded and counted.
 */
export function openRedisConnection(options: RedisConnectionOptions): Redis {
  const {
    url,
    role,
    logger,
    commandTimeoutMs,
    socketTimeoutMs = SOCKET_TIMEOUT_MS,
    pingIntervalMs,
  } = options;
  const redis = new Redis(url.replace(/^valkey(s?):/, 'redis$1:'), {
    connectionName: `solid-fortnight-${role}`,
    // Replies as lists. Protocol 3 would send maps, which are read differently.
    protocol: 2,
    enableOfflineQueue: false,
    // ioredis subscribes again without handling a failure, which ends the process. Subscribers do so when the connection is ready.
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // After a fail-over the connection may lead to a replica, which refuses every write. A new one finds the primary.
    reconnectOnError: (error) => error.message.includes('READONLY'),
    retryStrategy: (attempt) => exponentialDelay(attempt, RECONNECT),
    ...(commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs }),
    socketTimeout: socketTimeoutMs,
    keepAlive: KEEP_ALIVE_MS,
  });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn('Redis is unreachable', { role, error });
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is reachable again', { role });
    isAway = false;
  });
  if (pingIntervalMs !== undefined) pingWhileOpen(redis, pingIntervalMs);
  return redis;
}

/** The answers do not matter: a connection without one is closed by its socket timeout. */
function pingWhileOpen(redis: Redis, intervalMs: number): void {
  const timer = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => {});
  }, intervalMs).unref();
  redis.once('end', () => clearInterval(timer));
}

/** Resolves once the connection can be used, or its current attempt has failed. */
export function connectionAttemptEnded(redis: Redis): Promise<void> {
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
