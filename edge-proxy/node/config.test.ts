import { describe, expect, it } from 'vitest';
import { DEFAULT_GUARD_SETTINGS } from '../core/guard/guard-settings.ts';
import { parseConfig } from './config.ts';

const NEEDED = { UPSTREAM_URL: 'http://127.0.0.1:8300', RELAY_KEY: `sf_rly_${'k'.repeat(43)}` };

function faultsOf(environment: Record<string, string>): readonly string[] {
  const parsed = parseConfig(environment);
  return parsed.ok ? [] : parsed.faults;
}

describe('the configuration of an edge', () => {
  it('needs an upstream and a relay key, and has defaults for the rest', () => {
    expect(parseConfig(NEEDED)).toEqual({
      ok: true,
      config: {
        upstreamUrl: 'http://127.0.0.1:8300',
        relayKey: NEEDED.RELAY_KEY,
        host: '0.0.0.0',
        port: 8310,
        logLevel: 'info',
        keysMaxAgeMs: Number.POSITIVE_INFINITY,
        readyMaxAgeMs: Number.POSITIVE_INFINITY,
        onUpstreamRejected: 'keep',
        guard: DEFAULT_GUARD_SETTINGS,
      },
    });
  });

  it('takes everything that can be set', () => {
    const parsed = parseConfig({
      ...NEEDED,
      UPSTREAM_URL: 'https://flags.example/base/',
      HOST: '127.0.0.1',
      PORT: '0',
      REDIS_URL: 'redis://127.0.0.1:6379',
      LOG_LEVEL: 'debug',
      KEYS_MAX_AGE: '3600',
      READY_MAX_AGE: '60',
      ON_UPSTREAM_REJECTED: 'close',
    });
    expect(parsed).toMatchObject({
      config: {
        upstreamUrl: 'https://flags.example/base',
        port: 0,
        redisUrl: 'redis://127.0.0.1:6379',
        logLevel: 'debug',
        keysMaxAgeMs: 3_600_000,
        readyMaxAgeMs: 60_000,
        onUpstreamRejected: 'close',
      },
    });
  });

  it('takes an empty variable as absent', () => {
    expect(parseConfig({ ...NEEDED, PORT: '', REDIS_URL: '' })).toMatchObject({ config: { port: 8310 } });
  });

  it('tells every fault at once, by the name of the variable', () => {
    const faults = faultsOf({
      UPSTREAM_URL: 'ftp://somewhere',
      PORT: '70000',
      REDIS_URL: 'http://redis',
      LOG_LEVEL: 'loud',
      KEYS_MAX_AGE: '1h',
      ON_UPSTREAM_REJECTED: 'panic',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'UPSTREAM_URL',
      'RELAY_KEY',
      'PORT',
      'REDIS_URL',
      'LOG_LEVEL',
      'KEYS_MAX_AGE',
      'ON_UPSTREAM_REJECTED',
    ]);
  });

  it('never repeats a value: it may be a secret in the wrong place', () => {
    const secret = `sf_srv_${'s'.repeat(43)}`;
    const faults = faultsOf({ UPSTREAM_URL: `http://user:${secret}@host`, RELAY_KEY: secret, PORT: secret });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).not.toContain(secret);
  });
});
