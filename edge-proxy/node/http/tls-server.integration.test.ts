import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { get } from 'node:https';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createSseDecoder } from '../../../shared/sync/sse-decode.ts';
import { type EdgeFixture, openEdgeFixture, SERVER_KEY } from '../../../test/support/edge/edge-fixture.ts';
import { OWN } from '../../../test/support/edge/test-edge.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { createHttp2Sessions } from './http2-sessions.ts';
import { startTlsServer } from './tls-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'sf-tls-'));
const certFile = join(folder, 'cert.pem');
const keyFile = join(folder, 'key.pem');
let fixture: EdgeFixture;
let session: ClientHttp2Session;

/** A certificate that is its own issuer. */
function makeCertificate(name: string): { readonly cert: string; readonly key: string } {
  const out = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      ...out,
      ...names,
    ],
    { stdio: 'pipe' },
  );
  const read = (end: string) => readFileSync(join(folder, `${name}.${end}`), 'utf8');
  return { cert: read('pem'), key: read('key') };
}

const first = makeCertificate('first');
const second = makeCertificate('second');

beforeAll(async () => {
  writeFileSync(certFile, first.cert);
  writeFileSync(keyFile, first.key);
  fixture = await openEdgeFixture({ certificate: { certFile, keyFile } });
  await eventually('the edge is ready', async () => (await ask('GET', '/health/ready')).status === 200);
});
afterEach(() => session?.destroy());
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

function openSession(): ClientHttp2Session {
  session = connect(fixture.edge.url, { ca: [first.cert, second.cert] });
  session.on('error', () => {});
  return session;
}

const POST_EVALUATE = { ':method': 'POST', ':path': '/evaluate', authorization: `Bearer ${SERVER_KEY}` };

function request(method: string, path: string, body?: string): ClientHttp2Stream {
  const headers = { ':method': method, ':path': path, authorization: `Bearer ${SERVER_KEY}` };
  const stream = session.request(headers, { endStream: body === undefined });
  stream.on('error', () => {});
  if (body !== undefined) stream.end(body);
  return stream;
}

async function ask(method: string, path: string, body?: string) {
  if (session === undefined || session.destroyed) openSession();
  const stream = request(method, path, body);
  const [headers] = await once(stream, 'response');
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return { status: Number(headers[':status']), text };
}

function openHttp2Stream(): Readable {
  openSession();
  return request('GET', '/stream');
}

async function openHttp1Stream(): Promise<Readable> {
  const headers = { authorization: `Bearer ${SERVER_KEY}` };
  const asked = get(`${fixture.edge.url}/stream`, { ca: first.cert, agent: false, headers });
  onTestFinished(() => void asked.destroy());
  const [response] = await once(asked, 'response');
  expect(response.httpVersion).toBe('1.1');
  return response;
}

/** The ids of the events of a stream. Those that arrive later are added. */
function idsOf(stream: Readable): readonly string[] {
  const ids: string[] = [];
  const { feed } = createSseDecoder({
    onEvent: ({ id }) => ids.push(id ?? 'no id'),
    onComment: () => {},
    onRetry: () => {},
    onFault: (reason) => ids.push(reason),
  });
  stream.on('data', feed);
  stream.on('error', ({ message }) => ids.push(message));
  stream.on('close', () => ids.push('closed'));
  return ids;
}

/** Changes the flags upstream, and waits until the edge has them. */
async function changeFlags(position: string): Promise<string> {
  const key = `at-${position}`;
  fixture.upstream.setFlags(OWN, position, [booleanFlag('banner'), booleanFlag('other'), booleanFlag(key)]);
  await expect
    .poll(async () => (await ask('POST', '/evaluate', JSON.stringify({ flagKey: key }))).status)
    .toBe(200);
  return position;
}

describe('an edge with a certificate', () => {
  it('answers HTTP/2 and HTTP/1.1 on one port', async () => {
    const over2 = await ask('POST', '/evaluate', '{"flagKey":"banner"}');
    expect(over2).toMatchObject({ status: 200 });
    expect(JSON.parse(over2.text)).toMatchObject({ flagKey: 'banner', value: true });
    const options = { ca: first.cert, agent: false };
    const version = await new Promise((done) =>
      get(`${fixture.edge.url}/health/live`, options, (response) => done(response.resume().httpVersion)),
    );
    expect(version).toBe('1.1');
  });

  it.each([
    ['an empty DATA frame', ''],
    ['no DATA frame', undefined],
  ])('answers a POST over HTTP/2 whose body is %s', async (_, body) => {
    const answer = await ask('POST', '/evaluate', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ errorCode: 'PARSE_ERROR' });
  });

  it('streams over HTTP/2, and ends streams of clients that disconnect', async () => {
    openSession();
    const stream = request('GET', '/stream');
    let text = '';
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
    await expect.poll(() => text).toContain('event: snapshot');
    fixture.upstream.setFlags(OWN, '6-bb', [booleanFlag('banner'), booleanFlag('other')]);
    await expect.poll(() => text, { timeout: 5_000 }).toContain('id: 6-bb');
    stream.close();
    session.destroy();
    expect((await ask('POST', '/evaluate', '{"flagKey":"other"}')).status).toBe(200);
  });

  it('serves a new certificate without a restart, and keeps the one before while the files do not fit; streams go on', async () => {
    const subject = async () => {
      const socket = connectTls({ host: '127.0.0.1', port: fixture.edge.port, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { CN } = socket.getPeerCertificate().subject;
      socket.destroy();
      return CN;
    };
    const received = [idsOf(openHttp2Stream()), idsOf(await openHttp1Stream())];
    const positions = [await changeFlags('7-c1')];
    const arrived = async () => {
      for (const ids of received) await expect.poll(() => ids.slice(-positions.length)).toEqual(positions);
    };
    await arrived();
    const before = received.map((ids) => ids.length);

    expect(await subject()).toBe('first');
    writeFileSync(certFile, second.cert);
    await new Promise((over) => setTimeout(over, 2_500));
    expect(await subject()).toBe('first');
    positions.push(await changeFlags('8-c2'));
    writeFileSync(keyFile, second.key);
    await expect.poll(subject, { timeout: 10_000 }).toBe('second');
    positions.push(await changeFlags('9-c3'));
    await arrived();
    // Each change once, on the connection that was there before.
    expect(received.map((ids) => ids.length)).toEqual(before.map((count) => count + 2));
    expect(session.closed || session.destroyed).toBe(false);
  });

  it('refuses more streams of a session than it says', async () => {
    openSession();
    await once(session, 'remoteSettings');
    expect(session.remoteSettings?.maxConcurrentStreams).toBe(100);
  });

  it('ends a session that resets streams rapidly', async () => {
    openSession();
    await once(session, 'remoteSettings');
    for (let round = 0; round < 100 && !session.destroyed; round += 1) {
      // Their bodies do not end, so the edge cannot answer them before they are reset.
      const streams = Array.from({ length: 50 }, () => session.request(POST_EVALUATE));
      for (const stream of streams) stream.on('error', () => {});
      // A request that is cancelled before it is written never leaves the client, and a busy client of Node 24 misses the end.
      await new Promise((over) => setTimeout(over, 20));
      for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    }
    await expect.poll(() => session.destroyed || session.closed, { timeout: 10_000 }).toBe(true);
    openSession();
    expect((await ask('GET', '/health/live')).status).toBe(200);
  });
});

describe('a TLS handshake', () => {
  /** A record of 512 bytes with a ClientHello in it. */
  const recordHead = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]);

  it('that is not complete in time is ended, whatever bytes arrive', async () => {
    const server = await startTlsServer(
      {
        files: { certFile, keyFile },
        listener: (_, response) => response.end('answered'),
        http2Listener: () => {},
        unread: { onCut: () => {} },
        handshakeMs: 400,
        logger: silentLogger,
      },
      { host: '127.0.0.1', port: 0 },
    );
    onTestFinished(() => server.close(0));
    const begun = performance.now();
    const endAfter = async (begin: (socket: Socket) => void) => {
      const socket = connectTcp(server.port, '127.0.0.1', () => begin(socket));
      socket.on('error', () => {});
      await once(socket, 'close');
      return performance.now() - begun;
    };
    const ends = await Promise.all([
      endAfter(() => {}),
      endAfter((socket) => socket.write(recordHead)),
      endAfter((socket) => {
        socket.write(recordHead);
        const timer = setInterval(() => socket.write(Buffer.from([0])), 20);
        socket.on('close', () => clearInterval(timer));
      }),
    ]);
    for (const after of ends) {
      expect(after).toBeGreaterThan(300);
      expect(after).toBeLessThan(5_000);
    }
    const url = `https://127.0.0.1:${server.port}/`;
    const status = await new Promise((done) =>
      get(url, { rejectUnauthorized: false, agent: false }, (response) => done(response.resume().statusCode)),
    );
    expect(status).toBe(200);
  });
});

describe('a session whose client reads nothing', () => {
  it('has few requests begun, and its answers are reset after a time', async () => {
    let begun = 0;
    let unread = 0;
    const limits = { bodyMs: 300, idleMs: 60_000, unreadMs: 400, checkedEveryMs: 50 };
    const sessions = createHttp2Sessions(
      (_, response) => {
        begun += 1;
        response.end('x'.repeat(500_000));
      },
      () => {
        unread += 1;
      },
      limits,
    );
    const server = createServer((socket) => sessions.serve(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    const client = connect(`http://127.0.0.1:${address.port}`);
    client.on('error', () => {});
    for (let index = 0; index < 60; index += 1) client.request({ ':path': '/' }).on('error', () => {});
    await expect.poll(() => begun).toBeGreaterThan(0);
    await new Promise((over) => setTimeout(over, 200));
    expect(begun).toBeLessThan(12);
    await expect.poll(() => unread, { timeout: 5_000 }).toBeGreaterThan(0);

    const slow = client.request({ ':method': 'POST', ':path': '/' }, { endStream: false });
    slow.on('error', () => {});
    slow.write('{');
    await once(slow, 'close');
    expect(slow.rstCode).toBe(constants.NGHTTP2_CANCEL);

    await sessions.close(100);
    server.close();
  });
});

describe('the end of an edge with a certificate', () => {
  it('is announced by GOAWAY, and lets a running stream end', async () => {
    const own = await openEdgeFixture({ certificate: { certFile, keyFile } });
    const ending = connect(own.edge.url, { ca: [first.cert, second.cert] });
    ending.on('error', () => {});
    await once(ending, 'remoteSettings');
    const goaway = once(ending, 'goaway');
    await own.close();
    const [code] = await goaway;
    expect(code).toBe(constants.NGHTTP2_NO_ERROR);
  });
});
