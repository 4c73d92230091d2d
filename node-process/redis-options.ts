import type { ConnectionOptions } from 'node:tls';
import type { ClusterNode, ClusterOptions, NatMap, RedisOptions } from 'ioredis';
import type { RedisAddress, RedisHost } from '../shared/config/redis-url.ts';
import type { RedisSettings } from '../shared/config/redis-variables.ts';
import { type BackoffLimits, exponentialDelay } from '../shared/retry/backoff.ts';
import type { TlsOptionsFor } from './redis-tls.ts';
import { sentinelConnectorOverTls } from './sentinel-connector.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const SENTINEL_TIMEOUT_MS = 3_000;
/** The kernel's own probes begin after this time; they notice a dead connection on which no command waits. */
const KEEP_ALIVE_MS = 30_000;
const RECONNECT: BackoffLimits = { baseMs: 100, capMs: 2_000 };
/** How often a command follows `MOVED` or waits for a fail-over before it fails. */
const MAX_REDIRECTIONS = 5;
const SLOTS_TIMEOUT_MS = 3_000;

/** Options of ioredis, without those that change the type of replies. */
export type ConnectionSettings = Omit<RedisOptions, 'replyMapping'>;

/** What every connection to a Redis server has in common, behind Sentinels and in a cluster, too. */
export function serverOptions({ username, password, ipVersion }: RedisAddress) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    family: ipVersion,
    // Replies as lists. Protocol 3 would send maps, which are read differently.
    protocol: 2,
    // The check sends `INFO`, which a managed Redis may refuse. A Redis that is loading fails each command with `LOADING`.
    enableReadyCheck: false,
    // ioredis subscribes again without handling a failure, which ends the process. Subscribers do so when the connection is ready.
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
  } satisfies ConnectionSettings;
}

/** The address of a connection, and how it reconnects. */
export function addressOptions(
  address: RedisAddress,
  settings: RedisSettings,
  tlsFor: TlsOptionsFor,
): ConnectionSettings {
  const [first] = address.hosts;
  const common = { db: address.database, enableOfflineQueue: false, retryStrategy: pause };
  if (address.kind !== 'sentinel') return { ...common, ...hostOptions(first, tlsFor) };
  const { sentinelUsername, sentinelPassword } = settings;
  const tls = tlsFor();
  return {
    ...common,
    name: address.primaryName,
    sentinels: [...address.hosts],
    sentinelRetryStrategy: pause,
    sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(tls === undefined ? {} : sentinelTls(tls, tlsFor)),
  };
}

/** ioredis connects to what `natMap` returns, overlaid with `tls`; so `tls` has no server name. */
function sentinelTls(tls: ConnectionOptions, tlsFor: TlsOptionsFor): ConnectionSettings {
  return {
    tls,
    enableTLSForSentinelMode: true,
    natMap: nodesWith((host) => tlsFor(host) ?? {}),
    Connector: sentinelConnectorOverTls(tlsFor),
  };
}

function pause(attempt: number): number {
  return exponentialDelay(attempt, RECONNECT);
}

/** A host and its TLS. */
export function hostOptions({ host, port }: RedisHost, tlsFor: TlsOptionsFor) {
  const tls = tlsFor(host);
  return { host, port, ...(tls === undefined ? {} : { tls }) };
}

/** Some nodes of a cluster. The others are found through them. */
export function clusterNodes({ hosts }: RedisAddress, tlsFor: TlsOptionsFor): ClusterNode[] {
  return hosts.map((host) => hostOptions(host, tlsFor));
}

/** @param nodeOptions for the connection to each node */
export function clusterOptions(nodeOptions: ConnectionSettings, tlsFor: TlsOptionsFor) {
  return {
    redisOptions: nodeOptions,
    clusterRetryStrategy: pause,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    maxRedirections: MAX_REDIRECTIONS,
    slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
    // Certificates name hosts, so a name stays a name until the socket resolves it.
    dnsLookup: (name, done) => done(null, name),
    ...(tlsFor() === undefined ? {} : { natMap: nodesWith((host) => ({ tls: tlsFor(host) })) }),
  } satisfies ClusterOptions;
}

/** A function that is given `host:port` and returns both with the properties for this host. */
function nodesWith(propertiesFor: (host: string) => object): NatMap {
  return (key) => {
    const colon = key.lastIndexOf(':');
    const host = key.slice(0, colon);
    return { ...propertiesFor(host), host, port: Number(key.slice(colon + 1)) };
  };
}
