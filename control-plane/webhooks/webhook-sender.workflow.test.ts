import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServerCertificate, type ServerCertificate } from '../../test/support/certificates.ts';
import { ROOT } from '../../test/support/processes.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../test/support/webhook-receiver.ts';
import { createAddressGuard, type ResolveName } from './address-guard.ts';
import { createWebhookSender } from './webhook-sender.ts';
import { signWebhook } from './webhook-signature.ts';

const OPEN = createAddressGuard(['127.0.0.0/8', '::1/128']);
const body = '{"type":"webhook.test"}';
const headers = signWebhook({ id: 'msg_1', timestamp: 1, body }, [randomBytes(32)]);
const never = new AbortController().signal;

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.stop());
afterEach(() => receiver.answerWith((response) => response.writeHead(204).end()));

const sendTo = (url: string, guard = OPEN, resolve?: ResolveName) =>
  createWebhookSender(guard, resolve)({ url, headers, body }, never);

/** A resolver that gives one answer after the other. */
const answering = (...answers: readonly (readonly string[])[]): ResolveName => {
  const left = [...answers];
  return (_, __, done) =>
    done(
      null,
      (left.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
};

describe('an answer', () => {
  it('is that of the receiver, which gets the body as it is', async () => {
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': '7' }).end('busy'));
    expect(await sendTo(`${receiver.url}/a/b?c=d`)).toEqual({
      kind: 'answered',
      status: 503,
      retryAfter: '7',
    });
    expect(receiver.requests.at(-1)).toMatchObject({ path: '/a/b?c=d', body, headers: { ...headers } });
  });

  it('that redirects is not followed', async () => {
    const other = await startWebhookReceiver();
    receiver.answerWith((response) => response.writeHead(307, { location: other.url }).end());
    expect(await sendTo(receiver.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it('of 64 MB is cut: what is read has at most 64 KiB', async () => {
    let sent = 0;
    receiver.answerWith((response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && sent < 1_048_576 * 64) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    expect(await sendTo(receiver.url)).toMatchObject({ kind: 'answered', status: 200 });
    expect(sent).toBeLessThan(1_048_576 * 32);
  });

  it.each([
    ['with a body that never ends keeps its status after 10 s', true, { kind: 'answered', status: 200 }],
    ['that never comes is a failure after 10 s', false, { kind: 'failed', reason: 'no answer within 10 s' }],
  ])('%s', async (_, hasHead, expected) => {
    receiver.answerWith((response) => {
      if (!hasHead) return;
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 100);
      response.once('close', () => clearInterval(timer));
    });
    const startedAt = performance.now();
    expect(await sendTo(receiver.url)).toMatchObject(expected);
    expect(performance.now() - startedAt).toBeGreaterThan(9_500);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });

  it('with 100 KB of headers, or that is no HTTP, is a failure', async () => {
    receiver.answerWith((response) => response.writeHead(200, { 'x-large': 'x'.repeat(100_000) }).end());
    expect(await sendTo(receiver.url)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/UND_ERR_HEADERS_OVERFLOW/),
    });
    const nonsense: Server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
    const address = nonsense.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await sendTo(`http://127.0.0.1:${port}`)).toMatchObject({ kind: 'failed' });
    nonsense.close();
  });
});

describe('a connection is refused', () => {
  const connections = () => receiver.requests.length;
  const strict = createAddressGuard([]);

  it.each([
    ['http://127.0.0.1'],
    ['http://localhost'],
    ['http://2130706433'],
    ['http://0x7f.1'],
    ['http://[::ffff:127.0.0.1]'],
    ['http://[::1]'],
    ['https://127.0.0.1'],
    ['https://localhost'],
  ])('to this machine as %s', async (url) => {
    const before = connections();
    expect(await sendTo(`${url}:${receiver.port}/`, strict)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/is in no network that webhooks may be sent to/),
    });
    expect(connections()).toBe(before);
  });

  it('if a name resolves to an allowed address first and to another one later', async () => {
    const allowed = await startWebhookReceiver('127.0.0.2', receiver.port);
    const before = connections();
    const guard = createAddressGuard(['127.0.0.2/32']);
    const url = `http://rebinding.example:${receiver.port}/`;
    const send = createWebhookSender(
      guard,
      answering(['127.0.0.2'], ['127.0.0.1'], ['127.0.0.1', '127.0.0.2']),
    );
    const results = [];
    for (let count = 0; count < 3; count += 1) results.push(await send({ url, headers, body }, never));
    expect(results).toMatchObject([
      { kind: 'answered', status: 204 },
      { kind: 'failed', reason: expect.stringMatching(/rebinding\.example is in no network/) },
      { kind: 'answered', status: 204 },
    ]);
    expect(allowed.requests).toHaveLength(2);
    expect(connections()).toBe(before);
    await allowed.stop();
  });

  it('if a public name is to be reached without TLS', async () => {
    expect(await sendTo('http://plain.example/', OPEN, answering(['8.8.8.8']))).toMatchObject({
      kind: 'failed',
    });
  });

  it('to a proxy: variables of the environment count for nothing', async () => {
    const proxy = await startWebhookReceiver();
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.url);
    expect(await sendTo(receiver.url)).toMatchObject({ kind: 'answered', status: 204 });
    vi.unstubAllEnvs();
    expect(proxy.requests).toEqual([]);
    await proxy.stop();
  });
});

it('ends at once when the caller gives up', async () => {
  receiver.answerWith(() => {});
  const caller = new AbortController();
  setTimeout(() => caller.abort(), 100);
  const send = createWebhookSender(OPEN);
  expect(await send({ url: receiver.url, headers, body }, caller.signal)).toEqual({ kind: 'aborted' });
});

describe('a receiver with TLS, whose certificate is signed by an authority of its own', () => {
  let folder: string;
  let certificate: ServerCertificate;
  let secure: WebhookReceiver;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-tls-'));
    certificate = createServerCertificate(folder, 'DNS:localhost');
    secure = await startWebhookReceiver('127.0.0.1', 0, certificate);
  });
  afterAll(async () => {
    await secure.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends from another process: authorities are read when a process starts. */
  async function sendTrusting(urls: readonly string[]): Promise<unknown> {
    const send = `
      import { createAddressGuard } from './control-plane/webhooks/address-guard.ts';
      import { createWebhookSender } from './control-plane/webhooks/webhook-sender.ts';
      const resolve = (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
      const send = createWebhookSender(createAddressGuard(['127.0.0.0/8']), resolve);
      const { urls, headers, body } = JSON.parse(process.env.REQUESTS);
      const answers = urls.map((url) => send({ url, headers, body }, new AbortController().signal));
      console.log(JSON.stringify(await Promise.all(answers)));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', send],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: certificate.authority,
          REQUESTS: JSON.stringify({ urls, headers, body }),
        },
      },
    );
    return JSON.parse(stdout);
  }

  it('gets what is sent to its name if the authority is trusted, and nothing under another name', async () => {
    const { port } = secure;
    const urls = [
      `https://localhost:${port}/a`,
      `https://hooks.example.org:${port}/b`,
      `https://127.0.0.1:${port}/c`,
    ];
    const refused = { kind: 'failed', reason: 'the exchange failed: ERR_TLS_CERT_ALTNAME_INVALID' };
    expect(await sendTrusting(urls)).toEqual([
      { kind: 'answered', status: 204, retryAfter: null },
      refused,
      refused,
    ]);
    expect(secure.requests).toMatchObject([{ path: '/a', body, headers: { ...headers } }]);
  });

  it('gets nothing if the authority is not trusted', async () => {
    const before = secure.requests.length;
    const toHere = answering(['127.0.0.1']);
    expect(await sendTo(`https://localhost:${secure.port}/d`, OPEN, toHere)).toEqual({
      kind: 'failed',
      reason: 'the exchange failed: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(secure.requests).toHaveLength(before);
  });
});
