import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type EdgeFixture,
  openEdgeFixture,
  RELAY_KEY,
  SERVER_KEY,
} from '../../../test/support/edge/edge-fixture.ts';
import { keyRecord, OWN, secretOf } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { openStream } from '../../../test/support/sse-client.ts';
import { parseEdgeConfig } from '../config.ts';

let fixture: EdgeFixture;
afterEach(() => fixture.close());

/** An edge with limits as an operator sets them. */
async function openLimited(variables: Readonly<Record<string, string>> = {}): Promise<EdgeFixture> {
  const parsed = parseEdgeConfig({ UPSTREAM_URL: 'http://127.0.0.1:1', RELAY_KEY, ...variables });
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const { guard } = parsed.config;
  fixture = await openEdgeFixture(guard === undefined ? {} : { guard });
  await expect.poll(async () => (await fixture.evaluate({})).status, { timeout: 10_000 }).toBe(200);
  return fixture;
}

function evaluateWith(headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${fixture.edge.url}/evaluate`, { method: 'POST', headers, body: '{"flagKey":"banner"}' });
}

describe('a key that is not known', () => {
  it('is refused from memory, without a request to the upstream', async () => {
    await openLimited();
    const before = fixture.upstream.requests.length;
    for (let guess = 0; guess < 50; guess += 1) {
      const answer = await evaluateWith({ authorization: `Bearer ${secretOf('server', `guess${guess}`)}` });
      expect(answer.status).toBe(401);
    }
    expect(fixture.upstream.requests).toHaveLength(before);
  });

  it('is limited by the address that a trusted proxy names, not by one that a client invents', async () => {
    await openLimited({
      RATE_LIMIT_PER_ADDRESS: '1',
      TRUSTED_PROXIES: '127.0.0.1, ::1',
    });
    const guessFrom = async (forwardedFor: string) =>
      (await evaluateWith({ authorization: 'Bearer nonsense', 'x-forwarded-for': forwardedFor })).status;
    const statuses: number[] = [];
    for (let guess = 0; guess < 5; guess += 1)
      statuses.push(await guessFrom(`10.0.0.${guess}, 198.51.100.1`));
    expect(statuses.slice(0, 2)).toEqual([401, 401]);
    expect(statuses).toContain(429);
    expect(await guessFrom('198.51.100.2')).toBe(401);
    const working = { authorization: `Bearer ${SERVER_KEY}`, 'x-forwarded-for': '198.51.100.1' };
    expect((await evaluateWith(working)).status).toBe(200);
  });
});

describe('a key that is revoked', () => {
  it('loses its open streams and is refused within a second', async () => {
    await openLimited();
    const stream = await openStream(`${fixture.edge.url}/stream`, { key: SERVER_KEY });
    await stream.until('a snapshot', () => true);
    const environments = [{ id: OWN, key: 'production', name: 'Production', privateAttributes: [] }];
    const relay = { ...(await keyRecord('relay', 'own', [OWN])), id: 'bbbbbbbb-0000-4000-8000-000000000000' };
    fixture.upstream.setRelay('2-bb', { protocol: 1, projectId: OWN, environments, keys: [relay] });
    await expect.poll(() => stream.ended, { timeout: 1_000, interval: 10 }).toBe(true);
    expect((await fixture.evaluate({})).status).toBe(401);
  });
});

describe('the plain path of the listener', () => {
  it('compresses long answers for clients that accept it, with the compressed length', async () => {
    await openLimited();
    const flags = Array.from({ length: 50 }, (_, index) => booleanFlag(`flag-${index}`));
    fixture.upstream.setFlags(OWN, '6-bb', flags);
    const bulk = async () => {
      const { flags: all }: { flags: object } = JSON.parse(await (await fixture.evaluate({})).text());
      return Object.keys(all);
    };
    await expect.poll(async () => (await bulk()).length, { timeout: 5_000 }).toBe(50);
    const plain = await post('{}', 'identity');
    const gzipped = await post('{}', 'gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gzipped.headers['content-encoding']).toBe('gzip');
    expect(gzipped.headers['content-length']).toBe(String(gzipped.body.byteLength));
    expect(gunzipSync(gzipped.body).toString()).toBe(plain.body.toString());
    const single = await post('{"flagKey":"flag-1"}', 'gzip');
    expect(single.headers['content-encoding']).toBeUndefined();
  });

  it('answers pages like the routes do', async () => {
    await openLimited();
    const origin = 'https://app.example.com';
    const answer = await evaluateWith({ authorization: 'Bearer nonsense', origin });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('accepts a body of the configured size, above the default limit', async () => {
    await openLimited({ MAX_BODY_BYTES: '90000' });
    const texts = (count: number) => ({
      flagKey: 'banner',
      context: { texts: Array.from({ length: count }, () => 'x'.repeat(8_000)) },
    });
    expect((await fixture.evaluate(texts(10))).status).toBe(200);
    expect((await fixture.evaluate(texts(12))).status).toBe(413);
  });
});

function post(body: string, acceptEncoding: string) {
  return new Promise<{ headers: Readonly<Record<string, unknown>>; body: Buffer }>((done, failed) => {
    const headers = {
      authorization: `Bearer ${SERVER_KEY}`,
      'accept-encoding': acceptEncoding,
      'content-length': String(body.length),
    };
    const asked = httpRequest(`${fixture.edge.url}/evaluate`, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => done({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('error', failed);
    asked.end(body);
  });
}
