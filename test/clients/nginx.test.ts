import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { openStream } from '../support/sse-client.ts';
import { startNodeEdge } from '../support/system.ts';
import { createFlags } from './client-flags.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { noticeStreamOf } from './notice-stream.ts';

/** Longer than a heartbeat's interval, shorter than what it has to keep alive. */
const READ_TIMEOUT_SECONDS = 20;

/** What a user gets who puts nginx in front and has read nothing about streams. */
describe('nginx in front, with buffering as it is by default', () => {
  const setting = useSetting({ startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
  let nginx: Nginx;
  beforeAll(async () => {
    await createFlags(setting());
    nginx = await startNginx({ upstreamUrl: setting().edge.url, readTimeout: READ_TIMEOUT_SECONDS });
  });
  afterAll(() => nginx?.stop());

  const askForAll = (context: object, ifNoneMatch?: string) =>
    fetch(`${nginx.url}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${setting().keys.client}`,
        'content-type': 'application/json',
        ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
      },
      body: JSON.stringify({ context }),
    });

  it('lets evaluations through, connections being kept alive', async () => {
    const { keys } = setting();
    for (let request = 0; request < 20; request++) {
      const context = { targetingKey: `u-${request}`, plan: 'premium' };
      const { status, body, headers } = await evaluateAt(nginx.url, keys.server, {
        flagKey: 'greeting',
        context,
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ value: 'Hi', reason: 'TARGETING_MATCH' });
      expect(headers.get('flags-version')).toMatch(/^\d+-\w+$/);
    }
  });

  it('lets 304 through, also for an entity tag that nginx has made weak by compressing', async () => {
    const first = await askForAll({ targetingKey: 'u-1' });
    const etag = first.headers.get('etag') ?? '';
    expect(first.status).toBe(200);
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(await first.json()).toMatchObject({ flags: expect.any(Array) });
    expect(etag).toMatch(/^W\/"/);
    const second = await askForAll({ targetingKey: 'u-1' }, etag);
    expect(second.status).toBe(304);
    expect((await askForAll({ targetingKey: 'u-2' }, etag)).status).toBe(200);
  });

  it.each([
    ['GET /stream', 'delta', async () => ({ url: `${nginx.url}/stream`, key: setting().keys.server })],
    [
      'the OFREP stream',
      'message',
      async () => ({ url: await noticeStreamOf(nginx.url, setting().keys.client) }),
    ],
  ])('lets the events of %s through at once', async (_, type, target) => {
    const { api, projectId } = setting();
    const { url, ...options } = await target();
    const stream = await openStream(url, options);
    expect(stream.status).toBe(200);
    await stream.until('the first event', () => true, 2_000);
    for (const enabled of [false, true]) {
      const seen = stream.events.length;
      await api.configure(projectId, 'banner', 'production', { enabled });
      await eventually(
        'the next event',
        () => stream.events.slice(seen).some(({ event }) => event === type),
        2_000,
      );
    }
    stream.close();
  });

  it('keeps streams open that are silent for longer than nginx waits', async () => {
    const { api, keys, projectId } = setting();
    const streams = await Promise.all([
      openStream(`${nginx.url}/stream`, { key: keys.server }),
      openStream(await noticeStreamOf(nginx.url, keys.client)),
    ]);
    for (const stream of streams) await stream.until('the first event', () => true);
    await sleep((READ_TIMEOUT_SECONDS + 5) * 1000);
    for (const stream of streams) {
      expect(stream.ended).toBe(false);
      expect(stream.comments.length).toBeGreaterThan(1);
    }
    await api.configure(projectId, 'banner', 'production', { enabled: false });
    for (const stream of streams) {
      await eventually('a change on the same connection', () => stream.events.length === 2, 2_000);
      stream.close();
    }
  });
});
