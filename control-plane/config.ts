import {
  metricsVariables,
  type ObservabilitySettings,
  readMetrics,
  readTracing,
  tracingVariables,
} from '../node-process/observability/observability-variables.ts';
import { listenVariables } from '../shared/config/listen-variables.ts';
import { LOG_LEVEL_VARIABLE } from '../shared/config/log-level-variable.ts';
import { NO_PROXIES, proxyAddresses } from '../shared/config/proxy-addresses.ts';
import {
  type ConfigResult,
  configFaults,
  type Environment,
  readVariables,
} from '../shared/config/read-variables.ts';
import { type RedisSettings, readRedisSettings, redisVariables } from '../shared/config/redis-variables.ts';
import type { VariableKind } from '../shared/config/variable.ts';
import { optionalVariable, requiredVariable, variableWithDefault } from '../shared/config/variable.ts';
import { choiceOf, matching, seconds } from '../shared/config/variable-kinds.ts';
import type { LogLevel } from '../shared/logging/log-level.ts';
import type { IpRange } from '../shared/model/ip-address.ts';
import type { OidcSettings } from './model/oidc.ts';
import { readPublicOrigin } from './model/own-site.ts';
import { SECRETS_KEY_BYTES } from './model/secret-box.ts';
import { DEFAULT_SESSION_TIMES, type SessionTimes } from './model/session.ts';
import { OIDC_VARIABLES, readOidcSettings } from './oidc-variables.ts';
import { parsePostgresUrl } from './store/database/postgres-url.ts';
import { isNetwork } from './webhooks/address-guard.ts';

/** The configuration of a control plane. It is read once, at start. */
export interface ControlPlaneConfig extends ObservabilitySettings {
  readonly databaseUrl: string;
  /** Used for migrations only. Absent: `databaseUrl`. */
  readonly migrationDatabaseUrl?: string;
  /** How long Postgres may take to answer a statement, in milliseconds. Absent: 5,000. */
  readonly databaseTimeoutMs?: number;
  /** Whether statements may be prepared by name. Absent: yes. */
  readonly databasePrepare?: boolean;
  /** Absent: the sweep finds changes, and events go directly to Postgres. */
  readonly redis?: RedisSettings;
  /** Days for which tombstones and version tokens are kept. Absent: for ever. */
  readonly tombstoneRetentionDays?: number;
  /** Days for which evaluation events are kept. Absent: for ever. */
  readonly eventRetentionDays?: number;
  readonly host: string;
  /** 0 lets the operating system choose one. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** 32 bytes under which secrets of webhooks are encrypted. Absent: webhooks are off. */
  readonly secretsKey?: Buffer;
  /** The key before the last rotation: only decrypts. */
  readonly previousSecretsKey?: Buffer;
  /** Private networks that webhooks may be sent to, in CIDR notation. Absent: none. */
  readonly webhookAllowedNetworks?: readonly string[];
  /** Days for which deliveries of webhooks are kept. Absent: for ever. */
  readonly webhookRetentionDays?: number;
  /** The origin where people reach the console. Absent: localhost, at the port of each request. */
  readonly publicUrl?: string;
  /** The proxies whose `X-Forwarded-For` is trusted. Absent: none. */
  readonly trustedProxies?: readonly IpRange[];
  /** How long sessions of people live. Absent: 12 hours without a request, 7 days in all. */
  readonly sessionTimes?: SessionTimes;
  /** Sign-in with OpenID Connect. Absent: off. */
  readonly oidc?: OidcSettings;
  /** The first admin's token. Absent: the first start creates one and prints it once. */
  readonly bootstrapAdminToken?: string;
}

const POSTGRES_EXAMPLE = 'postgres://user:password@127.0.0.1:5432/solid_fortnight';

/** A Postgres server. The fault names what is wrong in the URL, without a part of the URL. */
const postgresUrl: VariableKind<string> = {
  rule: `must be a URL, for example ${POSTGRES_EXAMPLE}`,
  parse(text) {
    parsePostgresUrl(text);
    return text;
  },
};

/** Events that are up to 7 days old are accepted, and the partition of last month is always there. */
const MIN_EVENT_DAYS = 31;
/** Deliveries are retried for 3 days. */
const MIN_WEBHOOK_DAYS = 4;
const MAX_DAYS = 36_500;

function daysFrom(least: number): VariableKind<number> {
  return {
    rule: `must be a whole number of days from ${least} to ${MAX_DAYS}`,
    parse(text) {
      const days = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
      return days >= least && days <= MAX_DAYS ? days : undefined;
    },
  };
}

/** The key of AES-256. The fault does not contain the value. */
const secretsKey: VariableKind<Buffer> = {
  rule: 'must be 32 bytes in base64, for example from: openssl rand -base64 32',
  parse(text) {
    const bytes = /^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, 'base64') : undefined;
    return bytes?.length === SECRETS_KEY_BYTES ? bytes : undefined;
  },
};

/** The origin of the console. Browsers keep a session over https, and on their own machine. */
const publicUrl: VariableKind<string> = {
  rule: 'must be an origin without a path, https://flags.example.org, or http:// with localhost, 127.0.0.1 or [::1]',
  parse: readPublicOrigin,
};

/** From 5 minutes, because a use is recorded once a minute, to a year. */
const sessionSeconds: VariableKind<number> = {
  rule: 'must be a whole number of seconds from 300 to 31536000',
  parse(text) {
    const seconds = /^[1-9]\d{2,7}$/.test(text) ? Number(text) : 0;
    return seconds >= 300 && seconds <= 31_536_000 ? seconds : undefined;
  },
};

const MAX_NETWORKS = 100;

const networks: VariableKind<readonly string[]> = {
  rule: `must be up to ${MAX_NETWORKS} networks in CIDR notation, divided by commas, for example 10.0.0.0/8,fd00::/8`,
  parse(text) {
    const listed = text.split(',').map((network) => network.trim());
    return listed.length <= MAX_NETWORKS && listed.every(isNetwork) ? listed : undefined;
  },
};

const REDIS_VARIABLES = redisVariables(
  'Redis for hints and events. Without it a sweep every 2 s finds changes, and events go directly to Postgres',
);

const OWN_VARIABLES = {
  databaseUrl: requiredVariable({
    name: 'DATABASE_URL',
    kind: postgresUrl,
    hint: `a Postgres database, for example ${POSTGRES_EXAMPLE}`,
    meaning:
      'The Postgres database: `postgres://user:password@host:5432/database`; [several hosts, TLS, sockets, poolers](operations.md#postgres). A secret',
  }),
  migrationDatabaseUrl: optionalVariable({
    name: 'MIGRATION_DATABASE_URL',
    kind: postgresUrl,
    absent: '`DATABASE_URL`',
    meaning: 'The same database for migrations: another account, or a way that leads past a pooler. A secret',
  }),
  databaseTimeoutMs: optionalVariable({
    name: 'DATABASE_TIMEOUT',
    kind: seconds,
    absent: '`5`',
    meaning: 'Seconds that Postgres may take to answer a statement; after that the request gets 503',
  }),
  databasePrepare: optionalVariable({
    name: 'DATABASE_PREPARE',
    kind: choiceOf(['on', 'off']),
    absent: '`on`',
    meaning: '`off` behind a pooler in transaction mode that does not keep prepared statements',
  }),
  tombstoneRetentionDays: optionalVariable({
    name: 'TOMBSTONE_RETENTION_DAYS',
    kind: daysFrom(1),
    absent: 'for ever',
    meaning:
      'Days after which tombstones of flags and segments, and tokens of versions, are [purged](operations.md#purging); readers that were away longer get a snapshot',
  }),
  eventRetentionDays: optionalVariable({
    name: 'EVENT_RETENTION_DAYS',
    kind: daysFrom(MIN_EVENT_DAYS),
    absent: 'for ever',
    meaning: `Days after which evaluation events are [purged](operations.md#purging), at least ${MIN_EVENT_DAYS}; hourly counts stay`,
  }),
  secretsKey: optionalVariable({
    name: 'SECRETS_KEY',
    kind: secretsKey,
    absent: 'webhooks are off',
    meaning: '32 bytes in base64, under which the secrets of [webhooks](webhooks.md) are encrypted. A secret',
  }),
  previousSecretsKey: optionalVariable({
    name: 'SECRETS_KEY_PREVIOUS',
    kind: secretsKey,
    meaning:
      'The key before; what it has encrypted is encrypted anew at the start ([rotation](webhooks.md#the-key-of-the-operator)). A secret',
  }),
  webhookAllowedNetworks: optionalVariable({
    name: 'WEBHOOK_ALLOWED_NETWORKS',
    kind: networks,
    meaning:
      'Private networks that webhooks may be sent to, also by plain HTTP: `10.1.0.0/16,fd00::/8`; public addresses need HTTPS',
  }),
  webhookRetentionDays: variableWithDefault({
    name: 'WEBHOOK_RETENTION_DAYS',
    kind: daysFrom(MIN_WEBHOOK_DAYS),
    default: '30',
    meaning: `Days after which deliveries of webhooks are [purged](operations.md#purging), at least ${MIN_WEBHOOK_DAYS}`,
  }),
  publicUrl: optionalVariable({
    name: 'PUBLIC_URL',
    kind: publicUrl,
    absent: '`http://localhost`, at the port of the request',
    meaning:
      'The origin where people open the console, `https://flags.example.org`; plain http only on the own machine ([sign-in](sign-in.md))',
  }),
  trustedProxies: optionalVariable({
    name: 'TRUSTED_PROXIES',
    kind: proxyAddresses,
    meaning: `Addresses and CIDR ranges of the proxies whose \`X-Forwarded-For\` is trusted for the limits of [sign-in](sign-in.md); \`${NO_PROXIES}\` if clients connect directly`,
  }),
  sessionIdleSeconds: variableWithDefault({
    name: 'SESSION_IDLE_TIMEOUT',
    kind: sessionSeconds,
    default: String(DEFAULT_SESSION_TIMES.idleSeconds),
    meaning: 'Seconds without a request after which the session of a person ends, at least 300',
  }),
  sessionLifetimeSeconds: variableWithDefault({
    name: 'SESSION_LIFETIME',
    kind: sessionSeconds,
    default: String(DEFAULT_SESSION_TIMES.lifetimeSeconds),
    meaning: 'Seconds after which the session of a person ends in any case, at least 300',
  }),
  ...listenVariables('8300'),
  logLevel: LOG_LEVEL_VARIABLE,
  bootstrapAdminToken: optionalVariable({
    name: 'BOOTSTRAP_ADMIN_TOKEN',
    kind: matching(
      /^sf_api_[A-Za-z0-9_-]{32,200}$/,
      'must be "sf_api_" followed by 32 to 200 of A-Z a-z 0-9 _ -',
    ),
    absent: 'created, printed once',
    meaning:
      "The first admin's API token: `sf_api_` and 32 to 200 of `A-Z a-z 0-9 _ -`; ignored once an admin exists. A secret",
  }),
};

const METRICS_VARIABLES = metricsVariables('8301');
const TRACING_VARIABLES = tracingVariables('solid-fortnight-control-plane');

export const CONTROL_PLANE_VARIABLES = {
  ...OWN_VARIABLES,
  ...OIDC_VARIABLES,
  ...REDIS_VARIABLES,
  ...METRICS_VARIABLES,
  ...TRACING_VARIABLES,
};

/**
 * Reads the configuration from environment variables. An empty variable counts as absent.
 *
 * @returns every fault at once, each beginning with the variable's name and never holding its value
 */
export function parseControlPlaneConfig(environment: Environment): ConfigResult<ControlPlaneConfig> {
  const own = readOwnVariables(environment);
  const oidc = readOidcSettings(environment);
  const redis = readRedisSettings(REDIS_VARIABLES, environment);
  const metrics = readMetrics(METRICS_VARIABLES, environment);
  const tracing = readTracing(TRACING_VARIABLES, environment);
  if (!own.ok || !oidc.ok || !redis.ok || !metrics.ok || !tracing.ok) {
    return { ok: false, faults: configFaults(own, oidc, redis, metrics, tracing) };
  }
  return {
    ok: true,
    config: { ...own.config, ...oidc.config, ...redis.config, ...metrics.config, ...tracing.config },
  };
}

function readOwnVariables(environment: Environment): ConfigResult<ControlPlaneConfig> {
  const variables = OWN_VARIABLES;
  return readVariables(Object.values(variables), environment, (get) => {
    const tombstoneRetentionDays = get(variables.tombstoneRetentionDays);
    const eventRetentionDays = get(variables.eventRetentionDays);
    const migrationDatabaseUrl = get(variables.migrationDatabaseUrl);
    const timeoutMs = get(variables.databaseTimeoutMs);
    const prepare = get(variables.databasePrepare);
    const secretsKey = get(variables.secretsKey);
    const previousSecretsKey = get(variables.previousSecretsKey);
    const webhookAllowedNetworks = get(variables.webhookAllowedNetworks);
    const bootstrapAdminToken = get(variables.bootstrapAdminToken);
    const publicUrl = get(variables.publicUrl);
    const trustedProxies = get(variables.trustedProxies);
    return {
      databaseUrl: get(variables.databaseUrl),
      ...(migrationDatabaseUrl === undefined ? {} : { migrationDatabaseUrl }),
      ...(timeoutMs === undefined ? {} : { databaseTimeoutMs: timeoutMs }),
      ...(prepare === undefined ? {} : { databasePrepare: prepare === 'on' }),
      ...(tombstoneRetentionDays === undefined ? {} : { tombstoneRetentionDays }),
      ...(eventRetentionDays === undefined ? {} : { eventRetentionDays }),
      ...(secretsKey === undefined ? {} : { secretsKey }),
      ...(previousSecretsKey === undefined ? {} : { previousSecretsKey }),
      ...(webhookAllowedNetworks === undefined ? {} : { webhookAllowedNetworks }),
      webhookRetentionDays: get(variables.webhookRetentionDays),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(trustedProxies === undefined ? {} : { trustedProxies }),
      sessionTimes: {
        idleSeconds: get(variables.sessionIdleSeconds),
        lifetimeSeconds: get(variables.sessionLifetimeSeconds),
      },
      host: get(variables.host),
      port: get(variables.port),
      logLevel: get(variables.logLevel),
      ...(bootstrapAdminToken === undefined ? {} : { bootstrapAdminToken }),
    };
  });
}
