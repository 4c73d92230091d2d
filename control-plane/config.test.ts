import { describe, expect, it } from 'vitest';
import { parseControlPlaneConfig } from './config.ts';

const DATABASE_URL = 'postgres://someone:secret-word@127.0.0.1:5432/flags';

describe('parseControlPlaneConfig', () => {
  it('has defaults for what is not set', () => {
    expect(parseControlPlaneConfig({ DATABASE_URL, REDIS_URL: '' })).toEqual({
      ok: true,
      config: { databaseUrl: DATABASE_URL, host: '0.0.0.0', port: 8300, logLevel: 'info' },
    });
  });

  it('reads every variable', () => {
    const BOOTSTRAP_ADMIN_TOKEN = `sf_api_${'a'.repeat(32)}`;
    const given = {
      DATABASE_URL,
      REDIS_URL: 'redis://127.0.0.1',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
    };
    expect(parseControlPlaneConfig({ ...given, BOOTSTRAP_ADMIN_TOKEN })).toEqual({
      ok: true,
      config: {
        databaseUrl: DATABASE_URL,
        redis: { url: 'redis://127.0.0.1' },
        host: '127.0.0.1',
        port: 0,
        logLevel: 'warn',
        bootstrapAdminToken: BOOTSTRAP_ADMIN_TOKEN,
      },
    });
  });

  it('reports every fault at once, by variable', () => {
    const result = parseControlPlaneConfig({
      REDIS_URL: 'localhost',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      BOOTSTRAP_ADMIN_TOKEN: 'x',
    });
    expect(result.ok ? [] : result.faults.map((fault) => fault.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
      'BOOTSTRAP_ADMIN_TOKEN',
      'REDIS_URL',
    ]);
  });

  it('never repeats a value: it may be a secret', () => {
    const result = parseControlPlaneConfig({
      DATABASE_URL: 'mysql://u:secret-word@h/d',
      BOOTSTRAP_ADMIN_TOKEN: 'sf_api_tooshort',
    });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toMatch(/secret-word|tooshort/);
  });
});
