import { describe, expect, it } from 'vitest';
import { DEFAULT_GUARD_SETTINGS } from '../../core/http/guard/guard-settings.ts';
import { parseWorkerConfig } from './config.ts';

const RELAY_KEY = `sf_rly_${'k'.repeat(43)}`;
const UPSTREAM_URL = 'https://flags.example.com';

describe("the Worker's configuration", () => {
  it('requires an upstream and a key, and has defaults for the rest', () => {
    expect(parseWorkerConfig({ UPSTREAM_URL: `${UPSTREAM_URL}/`, RELAY_KEY })).toEqual({
      ok: true,
      config: {
        upstreamUrl: UPSTREAM_URL,
        relayKey: RELAY_KEY,
        logLevel: 'info',
        keysMaxAgeMs: Number.POSITIVE_INFINITY,
        readyMaxAgeMs: Number.POSITIVE_INFINITY,
        onUpstreamRejected: 'keep',
        guard: DEFAULT_GUARD_SETTINGS,
      },
    });
  });

  it('treats empty variables as absent', () => {
    const empty = { LOG_LEVEL: '', KEYS_MAX_AGE: '', READY_MAX_AGE: '', ON_UPSTREAM_REJECTED: '' };
    expect(parseWorkerConfig({ UPSTREAM_URL, RELAY_KEY, ...empty })).toEqual(
      parseWorkerConfig({ UPSTREAM_URL, RELAY_KEY }),
    );
  });

  it('reports all faults at once, without values', () => {
    const secret = 'sf_srv_not-a-relay-key';
    const wrong = { LOG_LEVEL: 'loud', KEYS_MAX_AGE: '-1', READY_MAX_AGE: 'soon', ON_UPSTREAM_REJECTED: 'x' };
    const result = parseWorkerConfig({ UPSTREAM_URL: 'ftp://host', RELAY_KEY: secret, ...wrong });
    const faults = result.ok ? [] : result.faults;
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'UPSTREAM_URL',
      'RELAY_KEY',
      'LOG_LEVEL',
      'KEYS_MAX_AGE',
      'READY_MAX_AGE',
      'ON_UPSTREAM_REJECTED',
    ]);
    expect(faults.join()).not.toContain(secret);
  });

  it.each(['http://host/?a=1', 'http://host/#a', 'http://user@host', 'host:8300', 'nonsense'])(
    'refuses the upstream %s',
    (url) => {
      expect(parseWorkerConfig({ UPSTREAM_URL: url, RELAY_KEY })).toMatchObject({ ok: false });
    },
  );
});
