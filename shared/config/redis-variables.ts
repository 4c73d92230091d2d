import { type ConfigResult, type Environment, readVariables } from './read-variables.ts';
import { parseRedisUrl } from './redis-url.ts';
import { optionalVariable, type Variable, type VariableKind } from './variable.ts';
import { anyText, matching } from './variable-kinds.ts';

/** How Redis is reached, and under which names its data is kept. */
export interface RedisSettings {
  /** In one of the forms that `parseRedisUrl` reads. */
  readonly url: string;
  /** The prefix of each key and channel, followed by a colon. Absent: no prefix. */
  readonly namespace?: string;
  /** The account at Sentinels; absent: none. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
  /** Files in PEM. Certificates that are trusted instead of the well-known ones; absent: those. */
  readonly caFile?: string;
  /** The certificate that this process shows, and its private key; absent: none. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** A Redis, in any deployment. The fault names what is wrong in the URL, without a part of the URL. */
const redisUrl: VariableKind<string> = {
  rule: 'must be the URL of a Redis',
  parse(text) {
    parseRedisUrl(text);
    return text;
  },
};

export interface RedisVariables extends Readonly<Record<string, Variable<string | undefined>>> {
  readonly redisUrl: Variable<string | undefined>;
  readonly redisNamespace: Variable<string | undefined>;
  readonly redisCaFile: Variable<string | undefined>;
  readonly redisCertFile: Variable<string | undefined>;
  readonly redisKeyFile: Variable<string | undefined>;
  readonly redisSentinelUsername: Variable<string | undefined>;
  readonly redisSentinelPassword: Variable<string | undefined>;
}

/**
 * The variables of a process that uses Redis.
 *
 * @param meaning what the process uses Redis for, and what it does without
 */
export function redisVariables(meaning: string): RedisVariables {
  return {
    redisUrl: optionalVariable({
      name: 'REDIS_URL',
      kind: redisUrl,
      meaning: `${meaning}. [A server, Sentinel or a cluster](operations.md#redis). A secret if it has a password`,
    }),
    redisNamespace: optionalVariable({
      name: 'REDIS_NAMESPACE',
      kind: matching(/^[A-Za-z0-9._:-]{1,100}$/, 'must be 1 to 100 of A-Z a-z 0-9 . _ : -'),
      meaning:
        'The prefix of every key and channel, followed by a colon, so that several installations can share a Redis; the same for control planes and edges',
    }),
    redisCaFile: optionalVariable({
      name: 'REDIS_CA_FILE',
      kind: anyText,
      absent: 'well-known authorities',
      meaning:
        'A file of certificates (PEM) that are trusted for Redis and Sentinel, instead of well-known authorities',
    }),
    redisCertFile: optionalVariable({
      name: 'REDIS_CERT_FILE',
      kind: anyText,
      meaning:
        'A file with the certificate (PEM) that is shown to Redis and Sentinel; needs `REDIS_KEY_FILE`',
    }),
    redisKeyFile: optionalVariable({
      name: 'REDIS_KEY_FILE',
      kind: anyText,
      meaning: 'A file with the private key of that certificate (PEM)',
    }),
    redisSentinelUsername: optionalVariable({
      name: 'REDIS_SENTINEL_USERNAME',
      kind: anyText,
      meaning: 'The user at Sentinels; that of the URL is for the Redis servers',
    }),
    redisSentinelPassword: optionalVariable({
      name: 'REDIS_SENTINEL_PASSWORD',
      kind: anyText,
      meaning: 'The password at Sentinels. A secret',
    }),
  };
}

/**
 * Reads these variables.
 *
 * @returns no settings if `REDIS_URL` is absent
 */
export function readRedisSettings(
  variables: RedisVariables,
  environment: Environment,
): ConfigResult<{ readonly redis?: RedisSettings }> {
  const result = readVariables(Object.values(variables), environment, (get) => {
    const url = get(variables.redisUrl);
    if (url === undefined) return {};
    const namespace = get(variables.redisNamespace);
    const caFile = get(variables.redisCaFile);
    const certFile = get(variables.redisCertFile);
    const keyFile = get(variables.redisKeyFile);
    const sentinelUsername = get(variables.redisSentinelUsername);
    const sentinelPassword = get(variables.redisSentinelPassword);
    const redis: RedisSettings = {
      url,
      ...(namespace === undefined ? {} : { namespace }),
      ...(caFile === undefined ? {} : { caFile }),
      ...(certFile === undefined ? {} : { certFile }),
      ...(keyFile === undefined ? {} : { keyFile }),
      ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
      ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    };
    return { redis };
  });
  if (!result.ok || result.config.redis === undefined) return result;
  const faults = faultsTogether(result.config.redis);
  return faults.length > 0 ? { ok: false, faults } : result;
}

/** What is wrong with settings each of which is right by itself. */
function faultsTogether({ url, caFile, certFile, keyFile }: RedisSettings): readonly string[] {
  const faults: string[] = [];
  if (certFile !== undefined && keyFile === undefined)
    faults.push('REDIS_CERT_FILE needs REDIS_KEY_FILE, the file of the private key');
  if (keyFile !== undefined && certFile === undefined)
    faults.push('REDIS_KEY_FILE needs REDIS_CERT_FILE, the file of the certificate');
  const isTls = parseRedisUrl(url).isTls;
  // Without TLS the file would be ignored, and the connection would not be encrypted.
  if (!isTls && (caFile !== undefined || certFile !== undefined))
    faults.push('REDIS_URL must begin with rediss if REDIS_CA_FILE or REDIS_CERT_FILE is set');
  return faults;
}

/** The name of a key or a channel in Redis. */
export function nameInRedis({ namespace }: RedisSettings, name: string): string {
  return namespace === undefined ? name : `${namespace}:${name}`;
}
