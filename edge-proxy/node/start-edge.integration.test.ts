import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyRecord } from '../../shared/keys/sdk-key.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/model/clock.ts';
import { createFakeUpstream, type FakeUpstream } from '../../test/support/edge/fake-upstream.ts';
import { keyRecord, OWN, secretOf } from '../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../test/support/flags.ts';
import type { EdgeConfig } from './config.ts';
import { type RunningEdge, startEdge } from './start-edge.ts';

const SERVER = secretOf('server', 'own');
const RELAY = secretOf('relay', 'own');

let upstream: FakeUpstream;
let upstreamServer: Server;
let edge: RunningEdge;
const running: RunningEdge[] = [];
let keys: SdkKeyRecord[];

beforeEach(async () => {
  upstream = createFakeUpstream(systemClock);
  const id = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
  keys = [
    { ...(await keyRecord('server', 'own', [OWN])), id: id('a') },
    { ...(await keyRecord('relay', 'own', [OWN])), id: id('b') },
  ];
  sendKeys('1-aa', keys);
  upstream.setFlags(OWN, '5-aa', [booleanFlag('banner')]);
  upstreamServer = await serveUpstream(upstream);
  edge = await start(urlOf(upstreamServer));
  await ready(edge);
});

afterEach(async () => {
  // An edge sends its last events to its upstream, so the upstream stops after it.
  for (const one of running.splice(0).reverse()) await one.stop();
  upstreamServer.closeAllConnections();
  upstreamServer.close();
});

function sendKeys(position: string, keys: readonly SdkKeyRecord[]): void {
  const environments = [{ id: OWN, key: 'production', name: 'Production', privateAttributes: [] }];
  upstream.setRelay(position, { protocol: 1, projectId: OWN, environments, keys });
}

async function serveUpstream({ fetch }: FakeUpstream): Promise<Server> {
  const server = createAdaptorServer({
    fetch: async (asked) => {
      await asked.arrayBuffer();
      const headers = Object.fromEntries(asked.headers);
      const {
        status,
        headers: answered,
        body,
      } = await fetch(asked.url, { method: 'GET', headers, signal: asked.signal });
      const type = answered.get('content-type');
      if (!(body instanceof ReadableStream)) return new Response(null, { status });
      return new Response(body, { status, headers: type === null ? {} : { 'content-type': type } });
    },
  });
  if (!server.listening) server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  if (!('closeAllConnections' in server)) throw new Error('expected a plain HTTP server');
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

async function start(upstreamUrl: string, port = 0): Promise<RunningEdge> {
  const config: EdgeConfig = {
    upstreamUrl,
    relayKey: RELAY,
    host: '127.0.0.1',
    port,
    logLevel: 'silent',
    keysMaxAgeMs: Number.POSITIVE_INFINITY,
    readyMaxAgeMs: Number.POSITIVE_INFINITY,
    onUpstreamRejected: 'keep',
    shutdownTimeoutMs: 10_000,
  };
  const started = await startEdge(config, { logger: silentLogger });
  running.push(started);
  return started;
}

async function ready({ url }: RunningEdge): Promise<void> {
  await expect.poll(async () => (await fetch(`${url}/health/ready`)).status, { timeout: 5_000 }).toBe(200);
}

async function evaluate({ url }: RunningEdge, flagKey: string) {
  const headers = { authorization: `Bearer ${SERVER}` };
  const response = await fetch(`${url}/evaluate`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ flagKey }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Opens a stream; `text` grows as it is read, `ended` resolves when the edge ends it. */
async function openStream(url: string, key: string) {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const stream = { status: response.status, headers: response.headers, text: '', ended: Promise.resolve() };
  const pump = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) stream.text += decoder.decode(chunk, { stream: true });
  };
  stream.ended = pump();
  return stream;
}

describe('an edge on Node', () => {
  it('follows its upstream and answers', async () => {
    const answer = await evaluate(edge, 'banner');
    expect(answer).toMatchObject({ status: 200, body: { value: true, reason: 'STATIC' } });
    expect(answer.headers.get('flags-version')).toBe('5-aa');
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6, enabled: false })]);
    await expect
      .poll(async () => (await evaluate(edge, 'banner')).body)
      .toMatchObject({ reason: 'DISABLED' });
  });

  it('is the upstream of another edge, which is the upstream of a third', async () => {
    const second = await start(edge.url);
    await ready(second);
    const third = await start(second.url);
    await ready(third);
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6, enabled: false })]);
    await expect
      .poll(async () => (await evaluate(third, 'banner')).body)
      .toMatchObject({ reason: 'DISABLED' });
    const stream = await openStream(`${third.url}/stream`, SERVER);
    sendKeys('2-bb', keys.slice(1));
    await stream.ended;
    expect((await evaluate(third, 'banner')).status).toBe(401);
  });

  it('sends streams with headers that keep proxies from buffering', async () => {
    const stream = await openStream(`${edge.url}/stream`, SERVER);
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.headers.get('cache-control')).toContain('no-transform');
    await expect.poll(() => stream.text).toContain('id: 5-aa');
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    await expect.poll(() => stream.text).toContain('event: delta\nid: 6-bb');
  });

  it('stops within its deadline with streams and idle connections open, and ends them in order', async () => {
    const stream = await openStream(`${edge.url}/stream`, SERVER);
    await evaluate(edge, 'banner');
    const before = performance.now();
    await edge.stop();
    await stream.ended;
    expect(performance.now() - before).toBeLessThan(4_000);
    await expect(fetch(`${edge.url}/health/live`)).rejects.toThrow();
  });

  it('reports in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = new URL(urlOf(other));
    await expect(start(urlOf(upstreamServer), Number(port))).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use; stop the program that uses it or set PORT to another port`,
    );
    other.close();
  });

  it('refuses a body over the limit sent in chunks, although its end never arrives', async () => {
    const asked = request(`${edge.url}/evaluate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SERVER}`, 'transfer-encoding': 'chunked' },
    });
    asked.on('error', () => {});
    asked.write('x'.repeat(70_000));
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(413);
    asked.destroy();
  });

  it('survives input that is not HTTP, and a client that disconnects within its body', async () => {
    const { port } = new URL(edge.url);
    const garbage = connect(Number(port), '127.0.0.1');
    garbage.end('\x16\x03\x01 this is no HTTP\r\n\r\n');
    garbage.resume();
    await once(garbage, 'close');
    const leaving = connect(Number(port), '127.0.0.1');
    leaving.write(
      `POST /evaluate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SERVER}\r\nContent-Length: 100\r\n\r\n{`,
    );
    leaving.destroySoon();
    await once(leaving, 'close');
    expect(await evaluate(edge, 'banner')).toMatchObject({ status: 200 });
  });
});
