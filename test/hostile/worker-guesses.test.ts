import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EdgeFixture, openEdgeFixture, RELAY_KEY, SERVER_KEY } from '../support/edge/edge-fixture.ts';
import { secretOf } from '../support/edge/test-edge.ts';
import { eventually } from '../support/eventually.ts';
import { bundleWorker } from '../support/worker-bundle.ts';

/** Counts what Web Crypto hashes in this isolate, and answers with the number on `/hashed`. */
const COUNTING_ENTRY = `
import worker from './worker.mjs';
export * from './worker.mjs';
const { digest } = SubtleCrypto.prototype;
let hashed = 0;
SubtleCrypto.prototype.digest = function (...args) {
  hashed += 1;
  return digest.apply(this, args);
};
export default {
  fetch: (request, env, context) =>
    new URL(request.url).pathname === '/hashed'
      ? new Response(String(hashed))
      : worker.fetch(request, env, context),
};
`;

const durableObject = (className: string) => ({ className, useSQLite: true });

let upstream: EdgeFixture;
let worker: Miniflare;
let url: string;

beforeAll(async () => {
  const [{ code }, fixture] = await Promise.all([bundleWorker(), openEdgeFixture()]);
  upstream = fixture;
  worker = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'entry.mjs', contents: COUNTING_ENTRY },
      { type: 'ESModule', path: 'worker.mjs', contents: code },
    ],
    compatibilityDate: '2026-04-20',
    host: '127.0.0.1',
    cf: false,
    durableObjects: {
      RELAY: durableObject('RelayObject'),
      ENVIRONMENTS: durableObject('EnvironmentObject'),
    },
    bindings: {
      UPSTREAM_URL: upstream.edge.url,
      RELAY_KEY,
      RATE_LIMIT_PER_ADDRESS: '1',
      LOG_LEVEL: 'silent',
    },
  });
  url = (await worker.ready).href;
  await eventually('the Worker has flags', async () => (await ask(SERVER_KEY, '192.0.2.1')) === 200);
});
afterAll(async () => {
  await worker?.dispose();
  await upstream?.close();
});

async function ask(key: string, address: string): Promise<number> {
  const response = await fetch(new URL('/evaluate', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'cf-connecting-ip': address },
    body: '{"flagKey":"banner"}',
  });
  await response.arrayBuffer();
  return response.status;
}

async function hashed(): Promise<number> {
  return Number(await (await fetch(new URL('/hashed', url))).text());
}

it('a Worker hashes no key of an address that is over its limit, and goes on to admit known keys', async () => {
  const guess = (index: number) => secretOf('client', `guess${index}`);
  const before = await hashed();
  const statuses: number[] = [];
  for (let index = 0; index < 40; index += 1) statuses.push(await ask(guess(index), '198.51.100.7'));
  const allowed = statuses.filter((status) => status === 401).length;
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(allowed).toBeGreaterThanOrEqual(1);
  expect((await hashed()) - before).toBe(allowed);
  expect(await ask(SERVER_KEY, '198.51.100.7')).toBe(200);
  expect((await hashed()) - before).toBe(allowed);
  expect(await ask(guess(41), '198.51.100.8')).toBe(401);
  expect((await hashed()) - before).toBe(allowed + 1);
});
