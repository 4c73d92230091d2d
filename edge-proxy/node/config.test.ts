import { describe, expect, it } from 'vitest';
import { DEFAULT_GUARD_SETTINGS } from '../core/http/guard/guard-settings.ts';
import { parseEdgeConfig } from './config.ts';

const NEEDED = { UPSTREAM_URL: 'http://127.0.0.1:8300', RELAY_KEY: `sf_rly_${'k'.repeat(43)}` };

function faultsOf(environment: Record<string, string>): readonly string[] {
  const parsed = parseEdgeConfig(environment);
  return parsed.ok ? [] : parsed.faults;
}

describe('the configuration of an edge', () => {
  it('needs an upstream and a relay key, and has defaults for the rest', () => {
    expect(parseEdgeConfig(NEEDED)).toEqual({
      ok: true,
      config: {
        upstreamUrl: 'http://127.0.0.1:8300',
        relayKey: NEEDED.RELAY_KEY,
        connection: {},
        host: '0.0.0.0',
        port: 8310,
        metrics: { host: '127.0.0.1', port: 8311, chosen: false },
        logLevel: 'info',
        keysMaxAgeMs: Number.POSITIVE_INFINITY,
        readyMaxAgeMs: Number.POSITIVE_INFINITY,
        shutdownTimeoutMs: 10_000,
        onUpstreamRejected: 'keep',
        guard: DEFAULT_GUARD_SETTINGS,
      },
    });
  });

  it('reads every variable', () => {
    const parsed = parseEdgeConfig({
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
        redis: { url: 'redis://127.0.0.1:6379' },
        logLevel: 'debug',
        keysMaxAgeMs: 3_600_000,
        readyMaxAgeMs: 60_000,
        onUpstreamRejected: 'close',
      },
    });
  });

  it('treats an empty variable as absent', () => {
    expect(parseEdgeConfig({ ...NEEDED, PORT: '', REDIS_URL: '' })).toMatchObject({ config: { port: 8310 } });
  });

  it('reports every fault at once, by the name of the variable', () => {
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

  it.each([' ', '\n', '\t'])('refuses an upstream that ends with %j', (end) => {
    expect(faultsOf({ ...NEEDED, UPSTREAM_URL: `${NEEDED.UPSTREAM_URL}${end}` })).toEqual([
      'UPSTREAM_URL begins or ends with a blank or a line break; remove it',
    ]);
  });

  it('never repeats a value: it may be a secret in the wrong place', () => {
    const secret = `sf_srv_${'s'.repeat(43)}`;
    const faults = faultsOf({ UPSTREAM_URL: `http://user:${secret}@host`, RELAY_KEY: secret, PORT: secret });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).not.toContain(secret);
  });

  it('has an address for metrics, or none', () => {
    const at = (more: object) => {
      const parsed = parseEdgeConfig({ ...NEEDED, ...more });
      return parsed.ok ? parsed.config.metrics : parsed.faults;
    };
    expect(at({ METRICS_PORT: '0' })).toBeUndefined();
    expect(at({ METRICS_PORT: '9000', METRICS_HOST: '0.0.0.0' })).toEqual({
      host: '0.0.0.0',
      port: 9000,
      chosen: true,
    });
    expect(at({ METRICS_PORT: 'many' })).toEqual([expect.stringMatching(/^METRICS_PORT must be/)]);
  });

  it('needs neither upstream nor relay key for a file, and contains only hashes of its keys', () => {
    const key = `sf_srv_${'k'.repeat(43)}`;
    const parsed = parseEdgeConfig({
      OFFLINE_FILE: 'flags.json',
      OFFLINE_KEYS: `production=${key}, sf_cli_${'c'.repeat(43)}`,
    });
    expect(parsed).toMatchObject({
      ok: true,
      config: {
        offline: {
          file: 'flags.json',
          keys: [
            { environment: 'production', kind: 'server', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
            { environment: null, kind: 'client' },
          ],
        },
      },
    });
    expect(JSON.stringify(parsed)).not.toContain(key);
    const wrong = parseEdgeConfig({ OFFLINE_FILE: 'flags.json', OFFLINE_KEYS: 'sf_api_x' });
    expect(wrong).toEqual({ ok: false, faults: [expect.stringMatching(/^OFFLINE_KEYS must be/)] });
  });

  it('lists the variables that have no effect with a file', () => {
    const unusedWith = (more: object) => {
      const parsed = parseEdgeConfig({ OFFLINE_FILE: 'flags.json', ...more });
      return parsed.ok ? parsed.config.offline?.unused : parsed.faults;
    };
    expect(unusedWith({ PORT: '9000', REDIS_URL: '' })).toEqual([]);
    expect(unusedWith({ ...NEEDED, REDIS_URL: 'redis://127.0.0.1', STATE_DIR: '/var/lib/edge' })).toEqual([
      'UPSTREAM_URL',
      'RELAY_KEY',
      'STATE_DIR',
      'REDIS_URL',
    ]);
  });

  it('takes an origin for streams, and a certificate with its key', () => {
    const parsed = parseEdgeConfig({
      ...NEEDED,
      STREAM_ORIGIN: 'https://streams.example.com',
      TLS_CERT_FILE: 'cert.pem',
      TLS_KEY_FILE: 'key.pem',
    });
    expect(parsed).toMatchObject({
      config: {
        streamOrigin: 'https://streams.example.com',
        certificate: { certFile: 'cert.pem', keyFile: 'key.pem' },
      },
    });
    for (const origin of ['streams.example.com', 'https://a.example/path', 'ftp://a.example']) {
      expect(faultsOf({ ...NEEDED, STREAM_ORIGIN: origin })).toEqual([
        expect.stringContaining('STREAM_ORIGIN must be an origin'),
      ]);
    }
    expect(faultsOf({ ...NEEDED, TLS_KEY_FILE: 'key.pem' })).toEqual([
      expect.stringContaining('TLS_KEY_FILE needs TLS_CERT_FILE'),
    ]);
  });
});
