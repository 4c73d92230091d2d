import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { request } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateAt, postEvaluate } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { openStream } from '../support/sse-client.ts';
import type { RunningServer } from '../support/system.ts';
import { expectPreflight } from './preflight.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

const APP = 'https://app.example.com';
const FOREIGN = 'https://foreign.example.net';
const BULK = '/ofrep/v1/evaluate/flags';

/** Browsers, caches and proxies, and clients over a limit. */
export function describeGuard(setting: () => Setting, under: EdgeUnderTest): void {
  describe('browsers', () => describeBrowsers(setting, under));
  describe('middlemen', () => describeMiddlemen(setting));
  describe('compressed bodies', () => describeCompressedBodies(setting));
  describe('keys in rotation', () => describeRotation(setting, under));
  describe('limits', () => describeLimits(setting));
}

function describeBrowsers(setting: () => Setting, under: EdgeUnderTest): void {
  beforeAll(() => setting().flagIsOn({ key: 'page-banner', clientSide: true }));

  it.each(['/evaluate', BULK, `${BULK}/page-banner`])('may call %s after a preflight', async (path) => {
    const { edge, keys } = setting();
    await expectPreflight(edge.url + path, APP, [
      'authorization',
      'content-type',
      'if-none-match',
      'traceparent',
    ]);
    const response = await fetch(edge.url + path, {
      method: 'POST',
      headers: { origin: APP, authorization: `Bearer ${keys.client}`, 'content-type': 'application/json' },
      body: path === '/evaluate' ? '{"flagKey":"page-banner"}' : '{"context":{"targetingKey":"u"}}',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(response.headers.get('vary')).toContain('Origin');
    const exposed = response.headers.get('access-control-expose-headers') ?? '';
    for (const name of ['ETag', 'Retry-After', 'Flags-Version', 'Flags-Age']) expect(exposed).toContain(name);
  });

  it('may read why they are refused', async () => {
    const { edge, keys } = setting();
    const unknown = `sf_cli_${'U'.repeat(43)}`;
    for (const [key, status] of [
      [unknown, 401],
      [keys.server, 403],
    ] as const) {
      const refused = await postEvaluate(edge.url, key, '{}', { origin: APP });
      expect(refused.status).toBe(status);
      expect(refused.headers.get('access-control-allow-origin')).toBe(APP);
    }
  });

  it('may read change notices', async () => {
    const { edge, keys } = setting();
    const bulk = await fetch(edge.url + BULK, {
      method: 'POST',
      headers: { origin: APP, authorization: `Bearer ${keys.client}` },
      body: '{"context":{}}',
    });
    const answer: { eventStreams?: readonly { endpoint: { requestUri: string } }[] } = JSON.parse(
      await bulk.text(),
    );
    const uri = answer.eventStreams?.[0]?.endpoint.requestUri ?? '';
    expect(uri).not.toBe('');
    const abort = new AbortController();
    const stream = await fetch(new URL(uri, edge.url), { headers: { origin: APP }, signal: abort.signal });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('access-control-allow-origin')).toBe(APP);
    abort.abort();
  });

  it('may use a client key only on the origins of its environment, as soon as that is changed', async () => {
    const { api, edge, keys, projectId } = setting();
    const statusFrom = async (origin: string, key: string) =>
      (await postEvaluate(edge.url, key, '{}', { origin })).status;
    const within = under.revocationWithin + under.changeWithin;
    await api.updateEnvironment(projectId, 'production', { allowedOrigins: [APP] });
    await eventually(
      'a foreign origin is refused',
      async () => (await statusFrom(FOREIGN, keys.client)) === 403,
      within,
    );
    expect(await statusFrom(APP, keys.client)).toBe(200);
    expect((await postEvaluate(edge.url, keys.client, '{}')).status).toBe(200);
    const refused = await postEvaluate(edge.url, keys.client, '{}', { origin: FOREIGN });
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    await api.updateEnvironment(projectId, 'production', { allowedOrigins: ['*'] });
    await eventually(
      'it is allowed again',
      async () => (await statusFrom(FOREIGN, keys.client)) === 200,
      within,
    );
  });
}

function describeMiddlemen(setting: () => Setting): void {
  it.each(['/stream', '/relay/stream'])('do not transform %s, and get its heartbeats', async (path) => {
    const { edge, keys, environmentId } = setting();
    const query = path === '/stream' ? `?environment=${environmentId}` : '';
    const stream = await openStream(edge.url + path + query, { key: keys.relay });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.headers.get('cache-control')).toContain('no-transform');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    // An edge on Node compresses for clients that accept gzip, as this one does.
    expect(['gzip', null]).toContain(stream.headers.get('content-encoding'));
    const plain = await fetch(edge.url + path + query, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${keys.relay}`, 'accept-encoding': 'identity' },
    });
    expect(plain.headers.has('content-encoding')).toBe(false);
    await eventually('a heartbeat', async () => stream.comments.length > 0);
    stream.close();
  });

  it('get long answers compressed if they accept it', async () => {
    const { api, edge, keys, projectId, flagIsOn } = setting();
    const value = 'long '.repeat(400);
    await api.createFlag(projectId, {
      key: 'long-text',
      type: 'string',
      variations: [{ key: 'only', value }],
      defaultValue: value,
    });
    await flagIsOn({ key: 'after-long-text' });
    const long = '{"flagKeys":["long-text"]}';
    const plain = await rawPost(`${edge.url}/evaluate`, keys.server, long, 'identity');
    expect(plain.encoding).toBeUndefined();
    expect(plain.vary).toContain('Accept-Encoding');
    const gzipped = await rawPost(`${edge.url}/evaluate`, keys.server, long, 'gzip, deflate, br');
    expect(gzipped.encoding).toBe('gzip');
    expect(gzipped.body.byteLength).toBeLessThan(plain.body.byteLength / 4);
    expect(gunzipSync(gzipped.body).toString()).toBe(plain.body.toString());
    expect(plain.body.toString()).toContain(value);
  });
}

function describeCompressedBodies(setting: () => Setting): void {
  const post = (path: string, body: Buffer<ArrayBuffer>, encoding: string) => {
    const headers = { authorization: `Bearer ${setting().keys.server}`, 'content-encoding': encoding };
    return fetch(setting().edge.url + path, { method: 'POST', headers, body });
  };
  const paths = ['/evaluate', BULK, `${BULK}/page-banner`, '/events'];

  it.each(['/evaluate', BULK])('are read by %s if they are gzip', async (path) => {
    const response = await post(path, gzipSync('{"context":{"targetingKey":"u"}}'), 'gzip');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ flags: expect.anything() });
  });

  it.each(paths)('are refused by %s if they are of another encoding', async (path) => {
    const response = await post(path, brotliCompressSync('{}'), 'br');
    expect(response.status).toBe(415);
    expect(await response.text()).toContain('gzip');
  });

  it.each(paths)('are refused by %s if they are not gzip although they say so', async (path) => {
    const response = await post(path, Buffer.from('{}'), 'gzip');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('gzip');
  });

  it.each(paths)('are refused by %s if they grow beyond its limit, at once', async (path) => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, ' '), { level: 9 });
    expect(bomb.byteLength).toBeLessThan(60_000);
    const start = performance.now();
    const response = await post(path, bomb, 'gzip');
    expect(response.status).toBe(413);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
}

/** `fetch` would decompress by itself. */
async function rawPost(url: string, key: string, body: string, acceptEncoding: string) {
  const headers = { authorization: `Bearer ${key}`, 'accept-encoding': acceptEncoding };
  const response = await request(url, { method: 'POST', headers, body });
  return {
    encoding: response.headers['content-encoding'],
    vary: response.headers.vary,
    body: Buffer.from(await response.body.arrayBuffer()),
  };
}

function describeRotation(setting: () => Setting, under: EdgeUnderTest): void {
  it('overlap: the new one works before the old one expires, and no request is refused in between', async () => {
    const { api, edge, projectId } = setting();
    const lifetime = 4_000;
    const server = { kind: 'server', environmentKey: 'production' } as const;
    const expiresAt = new Date(Date.now() + lifetime).toISOString();
    const old = await api.createKey(projectId, { ...server, expiresAt });
    const status = async (key: string) => (await evaluateAt(edge.url, key, {})).status;
    await eventually(
      'the old key works',
      async () => (await status(old.secret)) === 200,
      under.revocationWithin,
    );
    const next = await api.createKey(projectId, server);
    await eventually(
      'the new key works',
      async () => (await status(next.secret)) === 200,
      under.revocationWithin,
    );
    if (Date.now() < Date.parse(expiresAt) - 200) expect(await status(old.secret)).toBe(200);
    await eventually(
      'the old key has expired',
      async () => (await status(old.secret)) === 401,
      lifetime + 500,
    );
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    expect(await status(next.secret)).toBe(200);
  });
}

function describeLimits(setting: () => Setting): void {
  let limited: RunningServer;
  beforeAll(async () => {
    limited = await setting().startAnother({
      RATE_LIMIT_PER_KEY: '1',
      RATE_LIMIT_BURST: '4',
      MAX_BODY_BYTES: '2000',
      MAX_STREAMS_PER_KEY: '2',
    });
  });

  it('refuse a key over its rate, with JSON and whole seconds to wait, and no other key', async () => {
    const { keys } = setting();
    const ask = () => evaluateAt(limited.url, keys.server, {});
    const answers = [];
    for (let asked = 0; asked < 8; asked += 1) answers.push(await ask());
    const over = answers.find(({ status }) => status === 429);
    expect(over?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(over?.body).toMatchObject({ errorCode: 'TOO_MANY_REQUESTS', errorDetails: expect.any(String) });
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4);
    expect((await evaluateAt(limited.url, keys.client, {})).status).toBe(200);
    await eventually('it may ask again', async () => (await ask()).status === 200);
  });

  it('refuse a body over the configured size, on every route of evaluations', async () => {
    const { keys } = setting();
    const body = JSON.stringify({ context: { text: 'x'.repeat(2_000) } });
    const headers = { authorization: `Bearer ${keys.otherServer}`, 'content-type': 'application/json' };
    for (const path of ['/evaluate', BULK, `${BULK}/page-banner`]) {
      const response = await fetch(limited.url + path, { method: 'POST', headers, body });
      expect(response.status).toBe(413);
      expect(await response.text()).toContain('2000 bytes');
    }
  });

  it('limit the open streams of a key, and accept one more for each that ends', async () => {
    const { api, keys, projectId } = setting();
    const open = () => openStream(`${limited.url}/relay/stream`, { key: keys.relay });
    const streams = [await open(), await open()];
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    const over = await open();
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toMatch(/^\d+$/);
    streams[0]?.close();
    // On Workers a reader is known to have left when it is written to.
    for (let write = 0; write < 2; write += 1) {
      const added = await api.createKey(projectId, { kind: 'client', environmentKey: 'staging' });
      await streams[1]?.until('the new key', ({ data }) => data.includes(added.id));
    }
    const admitted = await eventually(
      'one more is let in',
      async () => {
        const stream = await open();
        return stream.status === 200 && stream;
      },
      30_000,
    );
    for (const stream of [...streams, admitted]) stream.close();
  });
}
