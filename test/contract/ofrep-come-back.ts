import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { openStream, type SseClient } from '../support/sse-client.ts';
import type { RunningServer } from '../support/system.ts';
import { bulkAt, faultsOfStreamRefusal } from './ofrep-client.ts';
import { streamUrl } from './ofrep-streams.ts';
import type { Setting } from './setting.ts';

const APP = 'https://app.example.com';

/**
 * An `EventSource` gives up for good on every status but 200. So a reader that may connect later gets a 200 with the
 * time to wait.
 */
export function describeComingBack(setting: () => Setting): void {
  describe('before keys are known', () => describeCold(setting));
  describe('over a limit', () => describeOverLimit(setting));
}

/** What a reader gets that must reconnect later. */
async function askedToComeBack(url: string): Promise<{ readonly text: string; readonly retryMs: number }> {
  const response = await fetch(url, { headers: { origin: APP }, signal: AbortSignal.timeout(15_000) });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(response.headers.get('cache-control')).toContain('no-transform');
  expect(response.headers.get('access-control-allow-origin')).toBe(APP);
  // It ends by itself.
  const text = await response.text();
  expect(text).not.toMatch(/^(?:data|id|event):/m);
  return { text, retryMs: Number(/^retry: (\d+)$/m.exec(text)?.[1]) };
}

function describeCold(setting: () => Setting): void {
  let gate: Gate;
  let cold: RunningServer;
  let wanted: string;
  const at = (token: string) => `${cold.url}/ofrep/v1/stream?token=${token}`;

  beforeAll(async () => {
    const { controlPlane, edge, keys, startAnother } = setting();
    gate = await createGate(controlPlane.url);
    cold = await startAnother({ UPSTREAM_URL: gate.url }, '/health/live');
    wanted = (await streamUrl(setting(), keys.client)).replace(edge.url, cold.url);
  });
  afterAll(() => gate?.close());

  it('an end is all that comes, with a time to come back at, which differs', async () => {
    const times = new Set<number>();
    for (let asked = 0; asked < 5; asked += 1) {
      const { retryMs } = await askedToComeBack(wanted);
      expect(retryMs).toBeGreaterThanOrEqual(2_000);
      expect(retryMs).toBeLessThanOrEqual(5_000);
      times.add(retryMs);
    }
    expect(times.size).toBeGreaterThan(1);
  });

  it('an invalid token gets the same, because the edge cannot distinguish them', async () => {
    const [right, wrong] = [await askedToComeBack(wanted), await askedToComeBack(at('hello'))];
    expect(wrong.text.replace(/\d+/, '')).toBe(right.text.replace(/\d+/, ''));
    expect((await openStream(`${cold.url}/ofrep/v1/stream`)).status).toBe(401);
  });

  it('evaluations are 503, and who came early is served as soon as keys are there', async () => {
    expect((await bulkAt(cold.url, { key: setting().keys.client })).status).toBe(503);
    await gate.open();
    await eventually(
      'a notice',
      async () => {
        const stream = await openStream(wanted);
        await eventually('the end or a notice', () => stream.ended || stream.events.length > 0);
        stream.close();
        return stream.events.length > 0;
      },
      30_000,
    );
    expect((await openStream(at('hello'))).status).toBe(401);
  });
}

function describeOverLimit(setting: () => Setting): void {
  const sender = { 'cf-connecting-ip': '198.51.100.7' };
  let limited: RunningServer;
  const streams: SseClient[] = [];
  beforeAll(async () => {
    limited = await setting().startAnother({
      RATE_LIMIT_PER_KEY: '1',
      RATE_LIMIT_BURST: '4',
      RATE_LIMIT_PER_ADDRESS: '1',
      TRUSTED_PROXIES: 'none',
      MAX_STREAMS_PER_KEY: '1',
    });
  });
  afterAll(() => {
    for (const stream of streams) stream.close();
  });

  async function wantedBy(key: string): Promise<string> {
    return (await streamUrl(setting(), key)).replace(setting().edge.url, limited.url);
  }

  async function statusOf(url: string): Promise<number> {
    const response = await fetch(url, { headers: sender, signal: AbortSignal.timeout(15_000) });
    expect(await faultsOfStreamRefusal(response.clone())).toEqual([]);
    return response.status;
  }

  it('of open streams, a reader with a valid token gets the time to wait', async () => {
    const wanted = await wantedBy(setting().keys.otherServer);
    const first = await openStream(wanted);
    streams.push(first);
    await first.until('a notice', () => true);
    const { text, retryMs } = await askedToComeBack(wanted);
    expect(text).toContain('streams open');
    expect(retryMs).toBeGreaterThanOrEqual(10_000);
    // The web provider gives its stream up after 30 s without one that opens.
    expect(retryMs).toBeLessThanOrEqual(25_000);
  });

  it('of its rate, a reader with a valid token gets the time to wait, and other requests count as well', async () => {
    const wanted = await wantedBy(setting().keys.client);
    streams.push(await openStream(wanted));
    const told = await eventually('the rate', async () => {
      const { text, retryMs } = await askedToComeBack(wanted);
      return text.includes('used more often') && retryMs;
    });
    expect(told).toBeGreaterThanOrEqual(10_000);
    expect(told).toBeLessThanOrEqual(25_000);
    const answers = [];
    for (let asked = 0; asked < 3; asked += 1) {
      answers.push(await bulkAt(limited.url, { key: setting().keys.client }));
    }
    expect(answers.map(({ status }) => status)).toContain(429);
  });

  it('of refusals, an address that guesses tokens is refused, and a good token from there is not', async () => {
    const guess = `${limited.url}/ofrep/v1/stream?token=guess`;
    expect(await statusOf(guess)).toBe(401);
    await eventually('the limit', async () => (await statusOf(guess)) === 429);
    const { keys } = setting();
    const response = await fetch(await wantedBy(keys.server), { headers: sender });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });
}
