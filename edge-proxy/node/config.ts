import * as z from 'zod';
import { LOG_LEVELS, type LogLevel } from '../../shared/logging/log-level.ts';
import { type GuardSettings, readGuardSettings } from '../core/http/guard/guard-settings.ts';
import type { UpstreamConnection } from './feed/upstream-client.ts';
import type { MetricsAddress } from './observability/metrics-server.ts';
import type { OfflineConfig } from './offline/follow-file.ts';
import { parseOfflineKeys } from './offline/offline-keys.ts';

/** What an edge is told at start, and never looks up again. */
export type EdgeConfig = EdgeSettings & (WithUpstream | WithoutUpstream);

/** Flags come from an upstream. */
export interface WithUpstream {
  /** The control plane, or another edge; without a slash at the end. */
  readonly upstreamUrl: string;
  /** A secret: goes into the Authorization header and nowhere else. */
  readonly relayKey: string;
  /** Own certificates and proxies on the way there; absent: neither. */
  readonly connection?: UpstreamConnection;
  readonly offline?: undefined;
}

/** Flags come from a file. */
interface WithoutUpstream {
  readonly offline: OfflineConfig;
}

export interface EdgeSettings {
  readonly host: string;
  /** 0 lets the machine choose one. */
  readonly port: number;
  /** Where metrics are served, never on the public port; absent: nowhere. */
  readonly metrics?: MetricsAddress;
  /** Absent: events go to the upstream's `POST /events`. */
  readonly redisUrl?: string;
  readonly logLevel: LogLevel;
  /** The folder in which flags and key hashes outlive the process; absent: they do not. */
  readonly stateDir?: string;
  /** How long keys are trusted without hearing from the upstream; `Infinity`: for as long as it takes. */
  readonly keysMaxAgeMs: number;
  /** How old flags may be for the edge to call itself ready; `Infinity`: any age. */
  readonly readyMaxAgeMs: number;
  /** What a 401 or 403 of the upstream does: keep the last good state, or erase it and answer 503. */
  readonly onUpstreamRejected: 'keep' | 'close';
  /** Traces are sent to where the standard variables (`OTEL_…`) say; absent: there are none. */
  readonly tracing?: { readonly serviceName: string };
  /** How long an orderly end may take; absent: 10 s. */
  readonly shutdownTimeoutMs?: number;
  /** Limits; absent: the usual ones, and no rates. */
  readonly guard?: GuardSettings;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: EdgeConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Variables that mean nothing where a file is served. Those of proxies are set for others, too: not worth a word. */
const UNUSED_OFFLINE = [
  'UPSTREAM_URL',
  'RELAY_KEY',
  'UPSTREAM_CA_FILE',
  'ON_UPSTREAM_REJECTED',
  'STATE_DIR',
  'REDIS_URL',
];
const DEFAULT_METRICS_PORT = 8311;
const PORT_RULE = 'must be a port number from 0 to 65535';
const UPSTREAM_RULE = 'must be an http:// or https:// URL without query, for example http://127.0.0.1:8300';
const REDIS_RULE = 'must be a redis:// or rediss:// URL, for example redis://127.0.0.1:6379';
const PROXY_RULE = 'must be the http:// or https:// URL of a proxy';
const OTLP_RULE = 'must be the http:// or https:// URL of an OpenTelemetry collector';
const OFFLINE_KEYS_RULE =
  'must be SDK keys separated by commas, each with its environment in front where there are several: production=sf_srv_…';
const SECONDS_RULE = 'must be a whole number of seconds, at least 1';

const someSeconds = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, SECONDS_RULE)
  .transform((text) => Number(text) * 1000);
const seconds = someSeconds.default(Number.POSITIVE_INFINITY);

const port = z
  .string()
  .regex(/^\d{1,5}$/, PORT_RULE)
  .transform(Number)
  .refine((number) => number <= 65_535, PORT_RULE);

const proxy = z
  .string()
  .refine((text) => hasProtocol(text, ['http:', 'https:']), PROXY_RULE)
  .optional();

const upstreamVariables = z.object({
  UPSTREAM_URL: z
    .string({ error: 'is required: the URL of the control plane or of another edge' })
    .refine(isUpstreamUrl, UPSTREAM_RULE)
    .transform((text) => text.replace(/\/+$/, '')),
  RELAY_KEY: z
    .string({ error: 'is required: a relay key (sf_rly_…), made in the control plane' })
    .regex(/^sf_rly_[A-Za-z0-9_-]{16,128}$/, 'must be a relay key: "sf_rly_" and its random part'),
  UPSTREAM_CA_FILE: z.string().optional(),
  HTTP_PROXY: proxy,
  HTTPS_PROXY: proxy,
  NO_PROXY: z.string().optional(),
});

const offlineVariables = z.object({
  OFFLINE_FILE: z.string(),
  OFFLINE_KEYS: z
    .string()
    .transform(parseOfflineKeys)
    .refine((keys) => keys !== undefined, OFFLINE_KEYS_RULE)
    .optional(),
});

const otlpEndpoint = z
  .string()
  .refine((text) => hasProtocol(text, ['http:', 'https:']), OTLP_RULE)
  .optional();

const variables = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: port.default(8310),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  REDIS_URL: z
    .string()
    .refine((text) => hasProtocol(text, ['redis:', 'rediss:']), REDIS_RULE)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  SHUTDOWN_TIMEOUT: someSeconds.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: otlpEndpoint,
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().default('solid-fortnight-edge'),
  STATE_DIR: z.string().optional(),
  KEYS_MAX_AGE: seconds,
  READY_MAX_AGE: seconds,
  ON_UPSTREAM_REJECTED: z.enum(['keep', 'close'], { error: 'must be "keep" or "close"' }).default('keep'),
});

/**
 * Reads the configuration from environment variables. An empty variable counts as absent.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseEdgeConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const origin = readOrigin(given);
  const parsed = variables.safeParse(given);
  const faults = [...(origin.error?.issues ?? []), ...(parsed.error?.issues ?? [])].map(
    (issue) => `${issue.path.join('.')} ${issue.message}`,
  );
  const guard = readGuardSettings(given, false, faults);
  if (!parsed.success || !origin.success || faults.length > 0) return { ok: false, faults };
  const { data } = parsed;
  return {
    ok: true,
    config: {
      ...origin.data,
      host: data.HOST,
      port: data.PORT,
      ...metricsAddress(data.METRICS_HOST, data.METRICS_PORT),
      ...(data.REDIS_URL === undefined ? {} : { redisUrl: data.REDIS_URL }),
      logLevel: data.LOG_LEVEL,
      ...(data.STATE_DIR === undefined ? {} : { stateDir: data.STATE_DIR }),
      ...(data.SHUTDOWN_TIMEOUT === undefined ? {} : { shutdownTimeoutMs: data.SHUTDOWN_TIMEOUT }),
      ...(tracesWanted(data) ? { tracing: { serviceName: data.OTEL_SERVICE_NAME } } : {}),
      keysMaxAgeMs: data.KEYS_MAX_AGE,
      readyMaxAgeMs: data.READY_MAX_AGE,
      onUpstreamRejected: data.ON_UPSTREAM_REJECTED,
      guard,
    },
  };
}

/** The variables of proxies are written in small letters as often as not. */
function withProxyNames(given: Readonly<Record<string, string | undefined>>) {
  const { http_proxy, https_proxy, no_proxy } = given;
  const small = { HTTP_PROXY: http_proxy, HTTPS_PROXY: https_proxy, NO_PROXY: no_proxy };
  return {
    ...given,
    ...Object.fromEntries(Object.entries(small).filter(([, value]) => value !== undefined)),
  };
}

function toConnection(data: {
  readonly UPSTREAM_CA_FILE?: string | undefined;
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}): UpstreamConnection {
  const { UPSTREAM_CA_FILE: caFile, HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = data;
  const proxies = {
    ...(HTTP_PROXY === undefined ? {} : { httpProxy: HTTP_PROXY }),
    ...(HTTPS_PROXY === undefined ? {} : { httpsProxy: HTTPS_PROXY }),
    ...(NO_PROXY === undefined ? {} : { noProxy: NO_PROXY }),
  };
  const isProxied = HTTP_PROXY !== undefined || HTTPS_PROXY !== undefined;
  return { ...(caFile === undefined ? {} : { caFile }), ...(isProxied ? { proxies } : {}) };
}

/** Where flags come from: a file, where one is named, else an upstream. */
function readOrigin(given: Readonly<Record<string, string | undefined>>) {
  return given.OFFLINE_FILE === undefined
    ? upstreamVariables
        .transform(({ UPSTREAM_URL, RELAY_KEY, ...connection }) => ({
          upstreamUrl: UPSTREAM_URL,
          relayKey: RELAY_KEY,
          connection: toConnection(connection),
        }))
        .safeParse(withProxyNames(given))
    : offlineVariables
        .transform(({ OFFLINE_FILE, OFFLINE_KEYS = [] }) => ({
          offline: {
            file: OFFLINE_FILE,
            keys: OFFLINE_KEYS,
            unused: UNUSED_OFFLINE.filter((name) => given[name] !== undefined),
          },
        }))
        .safeParse(given);
}

function tracesWanted(data: z.output<typeof variables>): boolean {
  const endpoint = data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? data.OTEL_EXPORTER_OTLP_ENDPOINT;
  return endpoint !== undefined && data.OTEL_SDK_DISABLED?.toLowerCase() !== 'true';
}

/** Port 0 turns metrics off. */
function metricsAddress(host: string, given: number | undefined): { readonly metrics?: MetricsAddress } {
  if (given === 0) return {};
  return { metrics: { host, port: given ?? DEFAULT_METRICS_PORT, chosen: given !== undefined } };
}

function isUpstreamUrl(text: string): boolean {
  if (!hasProtocol(text, ['http:', 'https:'])) return false;
  const { search, hash, username } = new URL(text);
  return search === '' && hash === '' && username === '';
}

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
