import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEdgeFixture } from '../../../test/support/edge/edge-fixture.ts';
import { createUpstreamClient } from './upstream-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'sf-tls-'));
const caFile = join(folder, 'ca.pem');
let tls: { key: string; cert: string };

beforeAll(() => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Own CA',
  );
  openssl('req', ...fresh, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=upstream');
  writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...sign);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  tls = { key: read('server.key'), cert: read('server.pem') };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an upstream behind TLS', () => {
  it('is trusted by an edge that trusts its authority', async () => {
    const fixture = await openEdgeFixture({ connection: { caFile } }, undefined, tls);
    await expect
      .poll(async () => (await fixture.evaluate({ flagKey: 'banner' })).status, { timeout: 10_000 })
      .toBe(200);
    await fixture.close();
  });

  it('is not trusted without it, and the edge logs why', async () => {
    const reasons: unknown[] = [];
    const ignore = () => {};
    const warn = (_: string, fields: Readonly<Record<string, unknown>> = {}) => reasons.push(fields.reason);
    const logger = { debug: ignore, info: ignore, error: ignore, warn };
    const fixture = await openEdgeFixture({}, logger, tls);
    await expect.poll(() => String(reasons[0]), { timeout: 10_000 }).toMatch(/certificate/);
    expect((await fixture.evaluate({ flagKey: 'banner' })).status).toBe(503);
    await fixture.close();
  });

  it('is reached through a proxy, its own certificates included', async () => {
    const asked: string[] = [];
    const proxy = await startProxy(asked);
    const httpsProxy = `http://127.0.0.1:${portOf(proxy)}`;
    const fixture = await openEdgeFixture(
      { connection: { caFile, proxies: { httpsProxy } } },
      undefined,
      tls,
    );
    await expect
      .poll(async () => (await fixture.evaluate({ flagKey: 'banner' })).status, { timeout: 10_000 })
      .toBe(200);
    expect(asked[0]).toMatch(/^127\.0\.0\.1:\d+$/);
    await fixture.close();
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('an invalid file of certificates', () => {
  it.each([
    ['is missing', join(folder, 'missing.pem'), /ENOENT/],
    ['contains none', join(folder, 'empty.pem'), /no certificate/],
    ['is damaged', join(folder, 'damaged.pem'), /certificate 1 is damaged/],
  ])('%s: the edge does not start, and names the variable', (_, file, reason) => {
    writeFileSync(join(folder, 'empty.pem'), 'nothing');
    writeFileSync(
      join(folder, 'damaged.pem'),
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    );
    expect(() => createUpstreamClient({ caFile: file })).toThrow(/^UPSTREAM_CA_FILE cannot be used: /);
    expect(() => createUpstreamClient({ caFile: file })).toThrow(reason);
  });
});

/** A proxy that tunnels with CONNECT. */
async function startProxy(asked: string[]): Promise<Server> {
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, client) => {
    asked.push(url);
    const [host, port] = url.split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const end of [upstream, client]) end.on('error', () => end.destroy());
    client.on('close', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}
