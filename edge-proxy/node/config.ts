import {
  type ObservabilitySettings,
  readMetrics,
  readTracing,
} from '../../node-process/observability/observability-variables.ts';
import {
  type ConfigResult,
  configFaults,
  type Environment,
  readVariables,
} from '../../shared/config/read-variables.ts';
import { type RedisSettings, readRedisSettings } from '../../shared/config/redis-variables.ts';
import { type GuardSettings, readGuardSettings } from '../core/http/guard/guard-settings.ts';
import {
  type EdgeBehavior,
  readEdgeBehavior,
  readUpstreamAddress,
  type UpstreamAddress,
} from '../core/model/edge-variables.ts';
import type { CertificateFiles } from './http/certificate-files.ts';
import {
  CONNECTION_VARIABLES,
  METRICS_VARIABLES,
  NODE_VARIABLES,
  OFFLINE_VARIABLES,
  REDIS_VARIABLES,
  TRACING_VARIABLES,
} from './node-variables.ts';
import type { OfflineConfig } from './offline/follow-file.ts';

/** The configuration of an edge on Node. It is read once, at start. */
export type EdgeConfig = EdgeSettings & (WithUpstream | WithoutUpstream);

/** Proxies on the way to the upstream, as the usual variables name them. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are reached without a proxy, separated by commas. */
  readonly noProxy?: string;
}

/** How the upstream is reached. */
export interface UpstreamConnection {
  /** A file of certificates (PEM) that are trusted besides those of well-known authorities. */
  readonly caFile?: string;
  readonly proxies?: ProxySettings;
}

/** Flags come from an upstream. */
export interface WithUpstream extends UpstreamAddress {
  /** Certificates and proxies on the way there; absent: neither. */
  readonly connection?: UpstreamConnection;
  readonly offline?: undefined;
}

/** Flags come from a file. */
interface WithoutUpstream {
  readonly offline: OfflineConfig;
}

export interface EdgeSettings extends EdgeBehavior, ObservabilitySettings {
  readonly host: string;
  /** 0 lets the operating system choose one. */
  readonly port: number;
  /** The certificate to serve HTTPS with; absent: plain HTTP. */
  readonly certificate?: CertificateFiles;
  /** Absent: events go to the upstream's `POST /events`. */
  readonly redis?: RedisSettings;
  /** A folder for flags and key hashes; absent: they end with the process. */
  readonly stateDir?: string;
  readonly shutdownTimeoutMs: number;
  /** Limits; absent: the default ones, and no rates. */
  readonly guard?: GuardSettings;
}

/** Variables that have no effect if a file is served. Those of proxies are often set for other programs. */
const UNUSED_OFFLINE = [
  'UPSTREAM_URL',
  'RELAY_KEY',
  'UPSTREAM_CA_FILE',
  'ON_UPSTREAM_REJECTED',
  'STATE_DIR',
  'REDIS_URL',
];

/**
 * Reads the configuration from environment variables. An empty variable counts as absent.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseEdgeConfig(environment: Environment): ConfigResult<EdgeConfig> {
  const { OFFLINE_FILE: file } = environment;
  const origin = file ? readOffline(file, environment) : readUpstream(environment);
  const node = readNodeSettings(environment);
  const behavior = readEdgeBehavior(environment);
  const redis = readRedisSettings(REDIS_VARIABLES, environment);
  const metrics = readMetrics(METRICS_VARIABLES, environment);
  const tracing = readTracing(TRACING_VARIABLES, environment);
  const guard = readGuardSettings(environment, false);
  if (!origin.ok || !node.ok || !redis.ok || !behavior.ok || !metrics.ok || !tracing.ok || !guard.ok) {
    return { ok: false, faults: configFaults(origin, node, redis, behavior, metrics, tracing, guard) };
  }
  const settings = {
    ...node.config,
    ...redis.config,
    ...behavior.config,
    ...metrics.config,
    ...tracing.config,
    guard: guard.config,
  };
  return { ok: true, config: { ...origin.config, ...settings } };
}

function readUpstream(environment: Environment): ConfigResult<WithUpstream> {
  const address = readUpstreamAddress(environment);
  const connection = readConnection(withProxyNames(environment));
  if (!address.ok || !connection.ok) return { ok: false, faults: configFaults(address, connection) };
  return { ok: true, config: { ...address.config, connection: connection.config } };
}

function readConnection(environment: Environment): ConfigResult<UpstreamConnection> {
  const variables = CONNECTION_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => {
    const caFile = get(variables.caFile);
    const httpProxy = get(variables.httpProxy);
    const httpsProxy = get(variables.httpsProxy);
    const noProxy = get(variables.noProxy);
    const proxies = {
      ...(httpProxy === undefined ? {} : { httpProxy }),
      ...(httpsProxy === undefined ? {} : { httpsProxy }),
      ...(noProxy === undefined ? {} : { noProxy }),
    };
    const isProxied = httpProxy !== undefined || httpsProxy !== undefined;
    return { ...(caFile === undefined ? {} : { caFile }), ...(isProxied ? { proxies } : {}) };
  });
}

/** The variables of proxies are also written in lower case, which comes first. */
function withProxyNames(environment: Environment): Environment {
  const { http_proxy, https_proxy, no_proxy } = environment;
  return {
    ...environment,
    ...(http_proxy ? { HTTP_PROXY: http_proxy } : {}),
    ...(https_proxy ? { HTTPS_PROXY: https_proxy } : {}),
    ...(no_proxy ? { NO_PROXY: no_proxy } : {}),
  };
}

function readOffline(file: string, environment: Environment): ConfigResult<WithoutUpstream> {
  const variables = OFFLINE_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => ({
    offline: {
      file,
      keys: get(variables.keys) ?? [],
      unused: UNUSED_OFFLINE.filter((name) => environment[name]),
    },
  }));
}

/** A certificate and its key are of no use without each other. */
function certificateFault({ TLS_CERT_FILE, TLS_KEY_FILE }: Environment): string | undefined {
  if (Boolean(TLS_CERT_FILE) === Boolean(TLS_KEY_FILE)) return undefined;
  return TLS_CERT_FILE
    ? 'TLS_CERT_FILE needs TLS_KEY_FILE, the file of the private key'
    : 'TLS_KEY_FILE needs TLS_CERT_FILE, the file of the certificate';
}

function readNodeSettings(environment: Environment) {
  const result = readNodeVariables(environment);
  const fault = certificateFault(environment);
  if (fault === undefined) return result;
  return { ok: false, faults: [...(result.ok ? [] : result.faults), fault] } as const;
}

function readNodeVariables(environment: Environment) {
  const variables = NODE_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => {
    const stateDir = get(variables.stateDir);
    const certFile = get(variables.tlsCertFile);
    const keyFile = get(variables.tlsKeyFile);
    return {
      host: get(variables.host),
      port: get(variables.port),
      ...(certFile === undefined || keyFile === undefined ? {} : { certificate: { certFile, keyFile } }),
      ...(stateDir === undefined ? {} : { stateDir }),
      shutdownTimeoutMs: get(variables.shutdownTimeoutMs),
    };
  });
}
