import { describe, expect, it } from 'vitest';
import { nameInRedis, readRedisSettings, redisVariables } from './redis-variables.ts';

const VARIABLES = redisVariables('Redis');
const read = (environment: Readonly<Record<string, string>>) => readRedisSettings(VARIABLES, environment);

describe('the settings of Redis', () => {
  it('are absent without REDIS_URL', () => {
    expect(read({})).toEqual({ ok: true, config: {} });
    expect(read({ REDIS_URL: '', REDIS_NAMESPACE: 'shop' })).toEqual({ ok: true, config: {} });
  });

  it('are read together', () => {
    const url = 'rediss-sentinel://one/flags';
    expect(
      read({
        REDIS_URL: url,
        REDIS_NAMESPACE: 'team:shop',
        REDIS_CA_FILE: 'ca.pem',
        REDIS_CERT_FILE: 'own.pem',
        REDIS_KEY_FILE: 'own.key',
        REDIS_SENTINEL_USERNAME: 'sentinel',
        REDIS_SENTINEL_PASSWORD: 'secret',
      }),
    ).toEqual({
      ok: true,
      config: {
        redis: {
          url,
          namespace: 'team:shop',
          caFile: 'ca.pem',
          certFile: 'own.pem',
          keyFile: 'own.key',
          sentinelUsername: 'sentinel',
          sentinelPassword: 'secret',
        },
      },
    });
  });

  it.each([
    [{ REDIS_URL: 'http://h' }, ['REDIS_URL must be a URL such as']],
    [{ REDIS_URL: 'redis://h', REDIS_NAMESPACE: '{shop}' }, ['REDIS_NAMESPACE must be 1 to 100 of']],
    [{ REDIS_URL: 'rediss://h', REDIS_CERT_FILE: 'c' }, ['REDIS_CERT_FILE needs REDIS_KEY_FILE']],
    [{ REDIS_URL: 'rediss://h', REDIS_KEY_FILE: 'k' }, ['REDIS_KEY_FILE needs REDIS_CERT_FILE']],
    [{ REDIS_URL: 'redis://h', REDIS_CA_FILE: 'c' }, ['REDIS_URL must begin with rediss']],
  ])('%j is refused', (environment, faults) => {
    expect(read(environment)).toEqual({
      ok: false,
      faults: faults.map((fault) => expect.stringContaining(fault)),
    });
  });
});

it('a name in Redis is unprefixed, or has the name space as prefix', () => {
  expect(nameInRedis({ url: 'redis://h' }, 'environment_updates')).toBe('environment_updates');
  expect(nameInRedis({ url: 'redis://h', namespace: 'shop' }, 'environment_updates')).toBe(
    'shop:environment_updates',
  );
});
