import { describe, expect, it } from 'vitest';
import { parseControlPlaneConfig } from './config.ts';

const DATABASE_URL = 'postgres://someone:secret-word@127.0.0.1:5432/flags';

describe('parseControlPlaneConfig', () => {
  it('has defaults for what is not set', () => {
    expect(parseControlPlaneConfig({ DATABASE_URL, REDIS_URL: '' })).toEqual({
      ok: true,
      config: {
        databaseUrl: DATABASE_URL,
        webhookRetentionDays: 30,
        sessionTimes: { idleSeconds: 43_200, lifetimeSeconds: 604_800 },
        host: '0.0.0.0',
        port: 8300,
        logLevel: 'info',
        metrics: { host: '127.0.0.1', port: 8301, chosen: false },
      },
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
      METRICS_HOST: '0.0.0.0',
      METRICS_PORT: '9000',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
      SECRETS_KEY_PREVIOUS: Buffer.alloc(32, 2).toString('base64'),
      WEBHOOK_ALLOWED_NETWORKS: '10.1.0.0/16, fd00::/8',
      WEBHOOK_RETENTION_DAYS: '7',
      PUBLIC_URL: 'https://flags.example.org/',
      TRUSTED_PROXIES: '10.0.0.0/8',
      SESSION_IDLE_TIMEOUT: '600',
      SESSION_LIFETIME: '3600',
    };
    expect(parseControlPlaneConfig({ ...given, BOOTSTRAP_ADMIN_TOKEN })).toEqual({
      ok: true,
      config: {
        databaseUrl: DATABASE_URL,
        redis: { url: 'redis://127.0.0.1' },
        secretsKey: Buffer.alloc(32, 1),
        previousSecretsKey: Buffer.alloc(32, 2),
        webhookAllowedNetworks: ['10.1.0.0/16', 'fd00::/8'],
        webhookRetentionDays: 7,
        publicUrl: 'https://flags.example.org',
        trustedProxies: [{ address: [2560, 0], length: 8 }],
        sessionTimes: { idleSeconds: 600, lifetimeSeconds: 3600 },
        host: '127.0.0.1',
        port: 0,
        logLevel: 'warn',
        bootstrapAdminToken: BOOTSTRAP_ADMIN_TOKEN,
        metrics: { host: '0.0.0.0', port: 9000, chosen: true },
        tracing: { serviceName: 'solid-fortnight-control-plane' },
      },
    });
  });

  it('serves no metrics if METRICS_PORT is 0, and sends no traces if they are disabled', () => {
    const result = parseControlPlaneConfig({
      DATABASE_URL,
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_SDK_DISABLED: 'true',
    });
    expect(result.ok && Object.keys(result.config)).not.toContain('metrics');
    expect(result.ok && Object.keys(result.config)).not.toContain('tracing');
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

  it.each([
    ['SECRETS_KEY', ['c2hvcnQ=', 'x'.repeat(44), `${'A'.repeat(86)}==`]],
    [
      'WEBHOOK_ALLOWED_NETWORKS',
      ['10.0.0.1', '10.0.0.0/33', '10.0.0.0/8;::1/128', '0177.0.0.0/8', '10.0.0.0/8,', '/8'],
    ],
    ['WEBHOOK_RETENTION_DAYS', ['3', '0', '-4']],
  ])('refuses %s as %j', (name, values) => {
    for (const value of values) {
      const result = parseControlPlaneConfig({ DATABASE_URL, [name]: value });
      expect(result.ok ? [] : result.faults, value).toEqual([expect.stringMatching(`^${name} must be`)]);
    }
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
