import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTestEdge,
  keyRecord,
  OTHER,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { TOKEN_WINDOW_MS } from '../../api/ofrep/stream-token.ts';
import { ROUTES } from '../../model/routes.ts';
import { createEdgeMeter } from '../../state/metrics/edge-metrics.ts';
import { EXPIRED_EVENT_ID } from '../../state/streams/notice-source.ts';
import { DEFAULT_GUARD_SETTINGS, type GuardSettings } from '../guard/guard-settings.ts';

const BULK_PATH = ROUTES.ofrepBulk.path;

const APP = 'https://app.example.com';
const FOREIGN = 'https://foreign.example.net';
const RATES: Partial<GuardSettings> = {
  ratePerKey: { perSecond: 1, burst: 3 },
  refusalsPerAddress: { perSecond: 1, burst: 2 },
};

let edge: TestEdge;
let meter: ReturnType<typeof createEdgeMeter>;

async function setUp(guard: Partial<GuardSettings> = {}): Promise<void> {
  const records = [
    await keyRecord('client', 'own', [OWN]),
    await keyRecord('client', 'second', [OWN]),
    await keyRecord('server', 'own', [OWN]),
  ];
  meter = createEdgeMeter();
  const flags = [booleanFlag('banner', { clientSide: true })];
  edge = createTestEdge(records, flags, { ...DEFAULT_GUARD_SETTINGS, ...guard }, meter);
  edge.state.peer = '203.0.113.9';
}

beforeEach(() => setUp());

/** The URL that a bulk answer offers to a key; asking for it counts as one request of the key. */
async function offeredTo(kind: 'client' | 'server', name: string): Promise<string> {
  const response = await edge.app.request(BULK_PATH, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretOf(kind, name)}` },
    body: '{}',
  });
  const bulk: { eventStreams: readonly { endpoint: { requestUri: string } }[] } = JSON.parse(
    await response.text(),
  );
  return bulk.eventStreams[0]?.endpoint.requestUri ?? '';
}

async function open(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await edge.app.request(url, { headers });
  const text = await response.text();
  const retry = /^retry: (\d+)$/m.exec(text)?.[1];
  return { status: response.status, headers: response.headers, text, retry: retry && Number(retry) };
}

const GUESS = '/ofrep/v1/stream?token=guess';

describe('a reader that comes before keys or flags', () => {
  it('gets no refusal, which would end its EventSource, but an end and a time', async () => {
    const url = await offeredTo('client', 'own');
    edge.state.environments.delete(OWN);
    const noFlags = await open(url);
    edge.state.ring = undefined;
    const noKeys = await open(url);
    for (const { status, headers, retry } of [noFlags, noKeys]) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/event-stream');
      expect(retry).toBe(3_500);
    }
    expect(edge.streams).toEqual([]);
  });

  it('sees no part of its token', async () => {
    const url = await offeredTo('client', 'own');
    edge.state.ring = undefined;
    expect((await open(url)).text).toBe((await open(GUESS)).text);
  });

  it('counts for its address, and over the limit stays away for longer', async () => {
    await setUp(RATES);
    edge.state.ring = undefined;
    const pauses = [];
    for (let asked = 0; asked < 4; asked += 1) pauses.push((await open(GUESS)).retry);
    expect(pauses).toEqual([3_500, 3_500, 17_500, 17_500]);
    expect(meter.read().limits.rate_per_address).toBe(2);
  });

  it('is refused where it has no token at all: it never will be served', async () => {
    edge.state.ring = undefined;
    expect((await open('/ofrep/v1/stream')).status).toBe(401);
  });
});

describe('the rate of a key', () => {
  it('counts the streams it opens by token, and sends away for longer than it is over', async () => {
    await setUp(RATES);
    const url = await offeredTo('client', 'own');
    await open(url);
    await open(url);
    expect(edge.streams).toHaveLength(2);
    const over = await open(url);
    expect([over.status, over.retry]).toEqual([200, 17_500]);
    expect(over.text).toContain('This key is used more often');
    expect(edge.streams).toHaveLength(2);
    expect(meter.read().limits).toMatchObject({ rate_per_key: 1, rate_per_address: 0, streams_per_key: 0 });
    edge.state.now += 1_000;
    await open(url);
    expect(edge.streams).toHaveLength(3);
  });

  it('counts a reader that reconnects with an expired token, and refuses it over the limit', async () => {
    await setUp(RATES);
    const url = await offeredTo('client', 'own');
    edge.state.now += 2 * TOKEN_WINDOW_MS;
    const headers = { 'last-event-id': EXPIRED_EVENT_ID };
    const statuses = [];
    for (let asked = 0; asked < 4; asked += 1) statuses.push((await open(url, headers)).status);
    expect(statuses).toEqual([401, 401, 401, 200]);
    edge.state.now += 1_000;
    expect((await open(url, headers)).status).toBe(401);
    expect(edge.streams).toEqual([]);
  });

  it('is its own', async () => {
    await setUp(RATES);
    const [url, other] = [await offeredTo('client', 'own'), await offeredTo('client', 'second')];
    for (let asked = 0; asked < 5; asked += 1) await open(url);
    edge.streams.length = 0;
    await open(other);
    expect(edge.streams).toHaveLength(1);
  });
});

describe('who has no token that is good', () => {
  it('is limited by address, and does not hold up who has one there', async () => {
    await setUp(RATES);
    const url = await offeredTo('client', 'own');
    const statuses = [];
    for (const guess of [GUESS, '/ofrep/v1/stream', GUESS, `${url}x`])
      statuses.push((await open(guess)).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await open(GUESS)).headers.get('retry-after')).toBe('1');
    expect(meter.read().limits).toMatchObject({ rate_per_key: 0, rate_per_address: 3 });
    await open(url);
    expect(edge.streams).toHaveLength(1);
  });
});

describe('a page', () => {
  it('is refused if the environment does not allow it, whatever key the token belongs to', async () => {
    await setUp(RATES);
    edge.state.allowedOrigins.set(OWN, [APP]);
    for (const kind of ['client', 'server'] as const) {
      const url = await offeredTo(kind, 'own');
      for (let asked = 0; asked < 5; asked += 1) {
        const refused = await open(url, { origin: FOREIGN });
        expect(refused.status).toBe(403);
        expect(refused.headers.has('access-control-allow-origin')).toBe(false);
        expect(refused.headers.get('vary')).toContain('Origin');
        expect(JSON.parse(refused.text)).toMatchObject({ errorCode: 'GENERAL', metadata: {} });
      }
      expect((await open(url, { origin: APP })).headers.get('access-control-allow-origin')).toBe(APP);
    }
    expect(edge.streams).toEqual([`/ofrep/v1/stream client ${OWN}`, `/ofrep/v1/stream server ${OWN}`]);
    // Nor does it use up what the key may do.
    expect(meter.read().limits.rate_per_key).toBe(0);
  });

  it('is accepted by the environment of its token, whatever others allow', async () => {
    edge.state.allowedOrigins.set(OTHER, [APP]);
    await open(await offeredTo('client', 'own'), { origin: FOREIGN });
    expect(edge.streams).toHaveLength(1);
  });
});

describe('one stream too many', () => {
  it('is asked to reconnect later, and counted under its own name', async () => {
    const url = await offeredTo('client', 'own');
    edge.state.refuseStreams = true;
    const over = await open(url, { origin: APP });
    expect([over.status, over.retry]).toEqual([200, 17_500]);
    expect(over.headers.get('access-control-allow-origin')).toBe(APP);
    const key = { authorization: `Bearer ${secretOf('server', 'own')}` };
    expect((await open('/stream', key)).status).toBe(429);
    expect(meter.read().limits).toMatchObject({ rate_per_key: 0, streams_per_key: 2 });
  });
});
