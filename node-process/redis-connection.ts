import { Cluster, Redis } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from '../shared/config/redis-url.ts';
import type { RedisSettings } from '../shared/config/redis-variables.ts';
import type { Logger } from '../shared/logging/logger.ts';
import {
  addressOptions,
  type ConnectionSettings,
  clusterNodes,
  clusterOptions,
  hostOptions,
  serverOptions,
} from './redis-options.ts';
import { readTlsOptions, type TlsOptionsFor } from './redis-tls.ts';

/** How long a command that waits for nothing but Redis may take before the connection counts as dead. */
const SOCKET_TIMEOUT_MS = 4_000;
/** How long a caller waits for an attempt to connect: longer than the attempt itself may take. */
const ATTEMPT_TIMEOUT_MS = 6_000;

export interface RedisConnectionOptions {
  readonly redis: RedisSettings;
  /** What the connection is for: in Redis' list of clients, and in the log. */
  readonly role: string;
  readonly logger: Logger;
  /** A command without an answer fails after this time. Absent: it waits. */
  readonly commandTimeoutMs?: number;
  /** A connection on which nothing arrives for this time while a command waits is closed, and opened again. */
  readonly socketTimeoutMs?: number;
}

/** For commands with keys: one server, or all primaries of a cluster. */
export type RedisConnection = Redis | Cluster;

/**
 * Opens a connection that reconnects without end. While Redis is away a command fails at once: the caller decides about
 * retries; its queue is bounded and counted. In a cluster it follows a key to its node.
 *
 * @throws Error in one line if a file that the settings name cannot be used
 */
export function openRedisConnection(options: RedisConnectionOptions): RedisConnection {
  const address = parseRedisUrl(options.redis.url);
  if (address.kind !== 'cluster') return openOne(options, address);
  const tlsFor = readTlsOptions(options.redis, address);
  const cluster = new Cluster(
    clusterNodes(address, tlsFor),
    clusterOptions(commandOptions(options, address), tlsFor),
  );
  logReachability(cluster, options);
  return cluster;
}

/**
 * Opens a connection for hints. Every node of a cluster passes on what is published at any of them, so one connection to one
 * node is enough; if it fails, the next host of the URL follows.
 *
 * @throws Error in one line if a file that the settings name cannot be used
 */
export function openPubSubConnection(options: RedisConnectionOptions): Redis {
  return openOne(options, parseRedisUrl(options.redis.url));
}

function openOne(options: RedisConnectionOptions, address: RedisAddress): Redis {
  const { redis: settings, role, logger } = options;
  const tlsFor = readTlsOptions(settings, address);
  const redis = new Redis({
    ...commandOptions(options, address),
    ...addressOptions(address, settings, tlsFor),
  });
  logReachability(redis, options);
  if (address.kind === 'cluster') takeNextHostOnClose(redis, address, tlsFor);
  if (address.kind === 'sentinel') {
    redis.on('ready', () => {
      isReplica(redis).then((replica) => {
        if (!replica) return;
        logger.debug('this Redis is a replica, asking Sentinel again', { role });
        redis.disconnect(true);
      });
    });
  }
  return redis;
}

function commandOptions(options: RedisConnectionOptions, address: RedisAddress): ConnectionSettings {
  const { role, commandTimeoutMs, socketTimeoutMs = SOCKET_TIMEOUT_MS } = options;
  return {
    ...serverOptions(address),
    connectionName: `solid-fortnight-${role}`,
    socketTimeout: socketTimeoutMs,
    ...(commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs }),
    reconnectOnError: reconnectOnError(options, address),
  };
}

function reconnectOnError({ role, logger }: RedisConnectionOptions, { kind }: RedisAddress) {
  let isKnown = kind === 'cluster';
  return ({ message }: Error): boolean => {
    if (!isKnown && /^(MOVED|ASK) /.test(message)) {
      isKnown = true;
      logger.error('this Redis is a cluster of several nodes: REDIS_URL must begin with redis-cluster://', {
        role,
      });
    }
    // After a fail-over the connection may lead to a replica, which refuses every write. A new one finds the primary.
    return message.includes('READONLY');
  };
}

function logReachability(redis: RedisConnection, { role, logger }: RedisConnectionOptions): void {
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn('Redis is unreachable', { role, error });
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is reachable again', { role });
    isAway = false;
  });
}

/** ioredis reads the address from the options at each attempt. */
function takeNextHostOnClose(redis: Redis, { hosts }: RedisAddress, tlsFor: TlsOptionsFor): void {
  let closed = 0;
  redis.on('close', () => {
    closed += 1;
    Object.assign(redis.options, hostOptions(hosts[closed % hosts.length] ?? hosts[0], tlsFor));
  });
}

/** Whether the server is a replica; `false` if the account may not query it, or there is no answer. */
export async function isReplica(redis: Redis): Promise<boolean> {
  try {
    const [role] = await redis.role();
    return role === 'slave';
  } catch {
    return false;
  }
}

/** Closes the connection and opens it again. Resolves once that has succeeded, failed or takes too long. */
export async function reconnect(redis: Redis): Promise<void> {
  const closed = new Promise<void>((resolve) => redis.once('close', resolve));
  redis.disconnect(true);
  await closed;
  await connectionAttemptEnded(redis);
}

/** Resolves once the connection can be used, or its current attempt has failed or takes too long. */
export function connectionAttemptEnded(redis: RedisConnection): Promise<void> {
  if (redis.status === 'ready' || redis.status === 'end') return Promise.resolve();
  return new Promise((resolve) => {
    const events = ['ready', 'close', 'end'] as const;
    const done = () => {
      clearTimeout(timer);
      for (const event of events) redis.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, ATTEMPT_TIMEOUT_MS);
    for (const event of events) redis.on(event, done);
  });
}
