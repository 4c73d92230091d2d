import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Logger } from '../../../shared/logging/logger.ts';
import { type EdgeFixture, openEdgeFixture, SERVER_KEY } from '../../../test/support/edge/edge-fixture.ts';
import { OWN } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { listenOnAnyPort } from '../../../test/support/listen.ts';
import { reservePort } from '../../../test/support/ports.ts';
import { DEFAULT_GUARD_SETTINGS } from '../../core/http/guard/guard-settings.ts';

let fixture: EdgeFixture;
let metricsUrl: string;

beforeEach(async () => {
  const port = await reservePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  fixture = await openEdgeFixture({ metrics: { host: '127.0.0.1', port, chosen: true } });
  await expect.poll(async () => (await fixture.evaluate({ flagKey: 'banner' })).status).toBe(200);
});

afterEach(() => fixture.close());

async function scrape(): Promise<string> {
  const response = await fetch(metricsUrl);
  expect(response.status).toBe(200);
  return response.text();
}

/** The value of one series, given as it is printed. */
async function value(series: string): Promise<number | undefined> {
  const line = (await scrape())
    .split('\n')
    .find((text) => text.startsWith(`solid_fortnight_edge_${series} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

describe('metrics', () => {
  it('show flags, keys and the state of the upstream', async () => {
    expect(await value('flags_version{environment="production"}')).toBe(5);
    expect(await value('flags_age_seconds{environment="production"}')).toBeLessThan(30);
    expect(await value('flags{environment="production"}')).toBe(1);
    expect(await value('keys')).toBe(2);
    await expect.poll(() => value('upstream_state{stream="relay",environment="",state="live"}')).toBe(1);
    expect(await value('upstream_state{stream="flags",environment="production",state="rejected"}')).toBe(0);
  });

  it('count requests by route and status, evaluations by reason, and events', async () => {
    const before = (await value('requests_total{route="/evaluate",status="200"}')) ?? 0;
    const events = (await value('events_recorded_total')) ?? 0;
    for (let asked = 0; asked < 3; asked += 1) await fixture.evaluate({ flagKey: 'banner' });
    await fixture.evaluate({ flagKey: 'unknown' });
    await fixture.evaluate({});
    await fetch(`${fixture.edge.url}/evaluate`);
    await fetch(`${fixture.edge.url}/somewhere/${'x'.repeat(50)}`);
    expect(await value('requests_total{route="/evaluate",status="200"}')).toBe(before + 4);
    expect(await value('requests_total{route="/evaluate",status="404"}')).toBe(1);
    expect(await value('requests_total{route="/evaluate",status="405"}')).toBe(1);
    expect(await value('requests_total{route="other",status="404"}')).toBe(1);
    expect(await value('evaluations_total{reason="STATIC"}')).toBeGreaterThanOrEqual(3);
    expect(await value('evaluation_errors_total{error_code="FLAG_NOT_FOUND"}')).toBe(1);
    expect(await value('values_delivered_total')).toBe(1);
    expect(await value('events_recorded_total')).toBe(events + 4);
  });

  it('show how long a change took from its commit; snapshots do not count', async () => {
    const before = await value('propagation_seconds_count');
    expect(before).toBe(0);
    fixture.upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6, enabled: false })]);
    await expect.poll(() => value('propagation_seconds_count')).toBe(1);
    expect(await value('flags_version{environment="production"}')).toBe(6);
  });

  it('count open streams', async () => {
    const leave = new AbortController();
    await fetch(`${fixture.edge.url}/stream`, {
      headers: { authorization: `Bearer ${SERVER_KEY}` },
      signal: leave.signal,
    });
    await expect.poll(() => value('streams_open')).toBe(1);
    leave.abort();
    await expect.poll(() => value('streams_open')).toBe(0);
  });

  it('count each limit by its name, from 0 on', async () => {
    const hits = async () => {
      const lines = (await scrape()).split('\n').filter((line) => line.includes('limits_hit_total{'));
      return Object.fromEntries(
        lines.map((line) => {
          const [, limit = '', count] = /limit="(\w+)"} (\d+)$/.exec(line) ?? [];
          return [limit, Number(count)];
        }),
      );
    };
    const none = {
      rate_per_key: 0,
      rate_per_address: 0,
      streams_per_key: 0,
      body_size: 0,
      slow_reader: 0,
      unread_answer: 0,
    };
    expect(await hits()).toEqual(none);
    await fixture.close();
    const metrics = { host: '127.0.0.1', port: Number(new URL(metricsUrl).port), chosen: true };
    const guard = {
      ...DEFAULT_GUARD_SETTINGS,
      maxBodyBytes: 1_000,
      maxStreamsPerKey: 1,
      refusalsPerAddress: { perSecond: 1, burst: 2 },
    };
    fixture = await openEdgeFixture({ metrics, guard });
    await expect.poll(async () => (await fixture.evaluate({ flagKey: 'banner' })).status).toBe(200);
    const leave = new AbortController();
    const open = () =>
      fetch(`${fixture.edge.url}/stream`, {
        headers: { authorization: `Bearer ${SERVER_KEY}` },
        signal: leave.signal,
      });
    expect([(await open()).status, (await open()).status]).toEqual([200, 429]);
    expect((await fixture.evaluate({ text: 'x'.repeat(1_000) })).status).toBe(413);
    const guesses = [];
    for (let asked = 0; asked < 20; asked += 1)
      guesses.push((await fetch(`${fixture.edge.url}/ofrep/v1/stream?token=guess`)).status);
    const refused = guesses.filter((status) => status === 429).length;
    expect(refused).toBeGreaterThan(0);
    expect(await hits()).toEqual({ ...none, streams_per_key: 1, body_size: 1, rate_per_address: refused });
    leave.abort();
  });

  it('are not served on the public port, and nothing else is served on theirs', async () => {
    expect((await fetch(`${fixture.edge.url}/metrics`)).status).toBe(404);
    expect((await fetch(metricsUrl.replace('/metrics', '/health/live'))).status).toBe(404);
    expect((await fetch(metricsUrl, { method: 'POST' })).status).toBe(405);
  });

  it('contain no key, and no series for unknown flags or paths', async () => {
    for (let asked = 0; asked < 20; asked += 1) {
      await fetch(`${fixture.edge.url}/guess/${asked}`, {
        headers: { authorization: `Bearer ${SERVER_KEY}` },
      });
      await fixture.evaluate({ flagKey: `guess-${asked}` });
    }
    const text = await scrape();
    expect(text).not.toContain('guess');
    expect(text).not.toContain(SERVER_KEY);
  });
});

describe('a port for metrics that is in use', () => {
  it('fails the start if it was chosen, and logs a warning if not', async () => {
    const other = createServer();
    const port = await listenOnAnyPort(other);
    const warnings: string[] = [];
    const ignore = () => {};
    const logger: Logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (text) => warnings.push(text),
    };
    const at = { host: '127.0.0.1', port };
    await expect(openEdgeFixture({ metrics: { ...at, chosen: true } })).rejects.toThrow(/METRICS_PORT/);
    const without = await openEdgeFixture({ metrics: { ...at, chosen: false } }, logger);
    expect(warnings).toContain('metrics are not served');
    expect((await fetch(`${without.edge.url}/health/live`)).status).toBe(200);
    await without.close();
    other.close();
  });
});
