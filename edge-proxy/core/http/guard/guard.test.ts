import { describe, expect, it } from 'vitest';
import { readIpRange } from '../../../../shared/model/ip-address.ts';
import {
  createTestEdge,
  keyRecord,
  NOW,
  OTHER,
  OWN,
  secretOf,
} from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createAuthorizer } from '../../api/authorizer.ts';
import { createKeyRing } from '../../model/key-ring.ts';
import { ROUTES, SINGLE_PREFIX } from '../../model/routes.ts';
import { createKeyResolver, type KeyResolver } from '../../state/keys/key-resolver.ts';
import { sha256Hex } from '../../state/keys/sha256.ts';
import { createGuard } from './guard.ts';
import { DEFAULT_GUARD_SETTINGS, type GuardSettings } from './guard-settings.ts';

const BULK_PATH = ROUTES.ofrepBulk.path;

const APP = 'https://app.example.com';
const FOREIGN = 'https://evil.example.net';
const FLAGS = [booleanFlag('banner', { clientSide: true }), booleanFlag('secret-plan')];
const SINGLE = `${SINGLE_PREFIX}banner`;
const ASKING = ['/evaluate', BULK_PATH, SINGLE];

async function setUp(guard: Partial<GuardSettings> = {}) {
  const records = [
    await keyRecord('client', 'own', [OWN]),
    await keyRecord('client', 'second', [OWN]),
    await keyRecord('client', 'other', [OTHER]),
    await keyRecord('server', 'own', [OWN]),
    await keyRecord('relay', 'own', [OWN]),
    await keyRecord('client', 'expired', [OWN], new Date(NOW).toISOString()),
  ];
  const edge = createTestEdge(records, FLAGS, { ...DEFAULT_GUARD_SETTINGS, ...guard });
  return {
    edge,
    ask(path: string, key: string | undefined, headers: Readonly<Record<string, string>> = {}) {
      const isGet = path.includes('stream');
      return edge.app.request(path, {
        method: isGet ? 'GET' : 'POST',
        ...(isGet ? {} : { body: path === '/evaluate' ? '{"flagKey":"banner"}' : '{"context":{}}' }),
        headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
      });
    },
  };
}

const client = secretOf('client', 'own');
const server = secretOf('server', 'own');
const unknown = secretOf('client', 'unknown');

describe('a preflight', () => {
  it.each([...ASKING, '/ofrep/v1/stream'])(
    'of %s is answered without a key, for every origin',
    async (path) => {
      const { edge } = await setUp();
      edge.state.allowedOrigins.set(OWN, [APP]);
      const method = path.endsWith('stream') ? 'GET' : 'POST';
      const response = await edge.app.request(path, {
        method: 'OPTIONS',
        headers: {
          origin: FOREIGN,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type,if-none-match,traceparent',
        },
      });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-methods')).toBe(method);
      const allowed = response.headers.get('access-control-allow-headers')?.toLowerCase().split(', ');
      expect(allowed).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'if-none-match', 'traceparent']),
      );
      expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0);
      expect(response.headers.get('vary')).toContain('Origin');
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );

  it('allows what tools add to the requests of a page, and nothing that proxies write', async () => {
    const { edge } = await setUp();
    const allowedFor = async (requested: string) => {
      const headers = { origin: APP, 'access-control-request-headers': requested };
      const response = await edge.app.request('/evaluate', { method: 'OPTIONS', headers });
      return response.headers.get('access-control-allow-headers')?.toLowerCase().split(', ') ?? [];
    };
    const ofTools = [
      'sentry-trace',
      'x-datadog-trace-id',
      'newrelic',
      'x-requested-with',
      'pragma',
      'x-api-key',
    ];
    expect(await allowedFor(ofTools.join(','))).toEqual(
      expect.arrayContaining([...ofTools, 'authorization']),
    );
    const refused = await allowedFor('x-forwarded-for, cf-connecting-ip, forwarded, a b, <x>');
    expect(refused).not.toEqual(expect.arrayContaining(['x-forwarded-for']));
    expect(refused).toEqual(await allowedFor(''));
    const many = await allowedFor(Array.from({ length: 5_000 }, (_, index) => `x-${index}`).join(','));
    expect(many.length).toBeLessThan(70);
  });

  it('is answered before keys are known', async () => {
    const { edge } = await setUp();
    edge.state.ring = undefined;
    expect((await edge.app.request('/evaluate', { method: 'OPTIONS' })).status).toBe(204);
  });

  it.each(['/stream', '/relay/stream', '/events', '/health/live'])(
    'of %s is refused: no page calls it',
    async (path) => {
      const { edge } = await setUp();
      const response = await edge.app.request(path, { method: 'OPTIONS', headers: { origin: APP } });
      expect(response.status).toBe(405);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
    },
  );
});

describe('what a page may read', () => {
  it.each(ASKING)('of %s: the answer and the headers with its age', async (path) => {
    const { ask } = await setUp();
    const response = await ask(path, client, { origin: APP });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(response.headers.get('vary')).toContain('Origin');
    const exposed = response.headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'retry-after', 'flags-version', 'flags-age']));
  });

  it('includes every failure, so that it can be acted upon', async () => {
    const { ask, edge } = await setUp({ ratePerKey: { perSecond: 1, burst: 1 }, maxBodyBytes: 25 });
    const refused = [
      await ask('/evaluate', unknown, { origin: APP }),
      await ask(SINGLE, unknown, { origin: APP }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401]);
    refused.push(await ask('/evaluate', client, { origin: APP, 'content-length': '9999' }));
    expect(refused[2]?.status).toBe(413);
    refused.push(await ask(BULK_PATH, client, { origin: APP }));
    expect(refused[3]?.status).toBe(429);
    refused.push(await edge.app.request('/evaluate', { headers: { origin: APP } }));
    expect(refused[4]?.status).toBe(405);
    for (const { headers } of refused) expect(headers.get('access-control-allow-origin')).toBe(APP);
  });

  it('is not mentioned to who is no page', async () => {
    const { ask } = await setUp();
    const { headers } = await ask('/evaluate', client);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the origins of an environment', () => {
  it('may use its client keys, and no others may', async () => {
    const { ask, edge } = await setUp();
    edge.state.allowedOrigins.set(OWN, [APP, 'https://*.preview.example.com']);
    for (const path of ASKING) {
      expect((await ask(path, client, { origin: APP })).status).toBe(200);
      expect((await ask(path, client, { origin: 'https://pr-7.preview.example.com' })).status).toBe(200);
      const refused = await ask(path, client, { origin: FOREIGN });
      expect(refused.status).toBe(403);
      expect(refused.headers.has('access-control-allow-origin')).toBe(false);
      expect(refused.headers.get('vary')).toContain('Origin');
      expect(await refused.text()).toContain('allowedOrigins');
    }
    expect(edge.evaluations).toHaveLength(4);
  });

  it('are its own: another environment has others', async () => {
    const { ask, edge } = await setUp();
    edge.state.allowedOrigins.set(OWN, [APP]);
    expect((await ask('/evaluate', secretOf('client', 'other'), { origin: FOREIGN })).status).not.toBe(403);
  });

  it('count from the moment they are changed', async () => {
    const { ask, edge } = await setUp();
    edge.state.allowedOrigins.set(OWN, []);
    expect((await ask('/evaluate', client, { origin: APP })).status).toBe(403);
    edge.state.allowedOrigins.set(OWN, [APP]);
    expect((await ask('/evaluate', client, { origin: APP })).status).toBe(200);
  });

  it('do not matter to who sends no Origin: apps and servers', async () => {
    const { ask, edge } = await setUp();
    edge.state.allowedOrigins.set(OWN, []);
    expect((await ask('/evaluate', client)).status).toBe(200);
  });

  it('do not open anything: the key is still what counts', async () => {
    const { ask } = await setUp();
    expect((await ask('/evaluate', secretOf('client', 'expired'), { origin: APP })).status).toBe(401);
  });
});

describe('a key that belongs on a server', () => {
  it.each(ASKING)('is refused from a page on %s, in words that the page may read', async (path) => {
    const { ask } = await setUp();
    const response = await ask(path, server, { origin: APP });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(await response.text()).toContain('client key');
  });

  it('is refused from a page on streams, too', async () => {
    const { ask, edge } = await setUp();
    expect((await ask('/stream', server, { origin: APP })).status).toBe(403);
    expect((await ask('/relay/stream', secretOf('relay', 'own'), { origin: APP })).status).toBe(403);
    expect(edge.streams).toEqual([]);
  });
});

describe('the rate of a key', () => {
  const rate = { ratePerKey: { perSecond: 2, burst: 3 } };

  it('is limited with 429, a whole number of seconds to wait, and JSON', async () => {
    const { ask, edge } = await setUp(rate);
    for (let asked = 0; asked < 3; asked += 1) expect((await ask('/evaluate', client)).status).toBe(200);
    const over = await ask('/evaluate', client);
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toBe('1');
    expect(await over.json()).toEqual({ errorCode: 'TOO_MANY_REQUESTS', errorDetails: expect.any(String) });
    expect(edge.evaluations).toHaveLength(3);
    edge.state.now += 1_000;
    expect((await ask('/evaluate', client)).status).toBe(200);
  });

  it('is one for all routes of a key, in OFREP worded as OFREP', async () => {
    const { ask } = await setUp(rate);
    for (const path of ASKING) expect((await ask(path, client)).status).toBe(200);
    const over = await ask(SINGLE, client);
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await over.json()).toEqual({
      key: 'banner',
      errorCode: 'GENERAL',
      errorDetails: expect.any(String),
      metadata: {},
    });
  });

  it('is its own: other keys of the environment are not held up', async () => {
    const { ask } = await setUp(rate);
    for (let asked = 0; asked < 9; asked += 1) await ask('/evaluate', client);
    expect((await ask('/evaluate', secretOf('client', 'second'))).status).toBe(200);
  });

  it('counts streams and events as well', async () => {
    const { ask } = await setUp(rate);
    for (const path of ['/stream', '/events', '/stream'])
      expect((await ask(path, server)).status).not.toBe(429);
    expect((await ask('/stream', server)).status).toBe(429);
    expect((await ask('/events', server)).status).toBe(429);
  });

  it('is not used up by pages that may not use the key', async () => {
    const { ask, edge } = await setUp(rate);
    edge.state.allowedOrigins.set(OWN, [APP]);
    for (let asked = 0; asked < 9; asked += 1) await ask('/evaluate', client, { origin: FOREIGN });
    expect((await ask('/evaluate', client, { origin: APP })).status).toBe(200);
  });

  it('counts a request once that waits for flags', async () => {
    const { ask, edge } = await setUp({ ratePerKey: { perSecond: 1, burst: 2 } });
    const hinted = `${BULK_PATH}?flagConfigEtag=${encodeURIComponent('"99-ffff"')}`;
    expect((await ask(hinted, client)).status).toBe(200);
    expect((await ask('/evaluate', client)).status).toBe(200);
    expect((await ask('/evaluate', client)).status).toBe(429);
    expect(edge.evaluations).toHaveLength(1);
  });

  it('is not limited if no limit is set', async () => {
    const { ask } = await setUp();
    for (let asked = 0; asked < 200; asked += 1) expect((await ask('/evaluate', client)).status).toBe(200);
  });
});

describe('who has no valid key', () => {
  const proxies = ['10.0.0.0/8'].map(readIpRange).filter((range) => range !== null);
  const limited = { refusalsPerAddress: { perSecond: 1, burst: 3 }, trustedProxies: proxies };
  const from = (address: string) => ({ 'x-forwarded-for': `1.1.1.1, ${address}` });
  const guess = (index: number) => secretOf('client', `guess${index}`);

  const senderWith = (key: string) => ({
    header: (name: string) => (name === 'authorization' ? `Bearer ${key}` : undefined),
    peer: () => '203.0.113.9',
  });
  /** A guard with the real look-up of keys; the keys that were looked up, and those that were hashed. */
  async function countedGuard() {
    const hashed: string[] = [];
    const looked: string[] = [];
    const { lookup, ...rest } = createKeyResolver((text) => {
      hashed.push(text);
      return sha256Hex(text);
    });
    const resolver: KeyResolver = {
      ...rest,
      lookup: (key, ring) => {
        looked.push(key);
        return lookup(key, ring);
      },
    };
    const ring = createKeyRing([await keyRecord('client', 'own', [OWN])]);
    const nothing = () => undefined;
    const source = { keys: () => ring, environment: nothing, streamSecret: nothing, allowedOrigins: nothing };
    const authorizer = createAuthorizer(source, resolver, () => NOW);
    const settings = { ...DEFAULT_GUARD_SETTINGS, ...limited };
    const guard = createGuard({ authorizer, allowedOriginsOf: () => undefined, settings, now: () => NOW });
    return { guard, hashed, looked };
  }

  it('is limited by address, behind trusted proxies by the one they name', async () => {
    const { ask, edge } = await setUp(limited);
    edge.state.peer = '10.0.0.1';
    const statuses: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) {
      statuses.push((await ask('/evaluate', guess(asked), from('198.51.100.1'))).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await ask('/stream', undefined, from('198.51.100.1'))).status).toBe(429);
    expect((await ask('/evaluate', guess(9), from('198.51.100.2'))).status).toBe(401);
  });

  it('cannot hold up a key that works, from the same address', async () => {
    const { ask, edge } = await setUp(limited);
    edge.state.peer = '10.0.0.1';
    expect((await ask('/evaluate', client, from('198.51.100.1'))).status).toBe(200);
    for (let asked = 0; asked < 9; asked += 1) await ask('/evaluate', undefined, from('198.51.100.1'));
    expect((await ask('/evaluate', client, from('198.51.100.1'))).status).toBe(200);
  });

  it('cannot choose its address where it comes directly', async () => {
    const { ask, edge } = await setUp(limited);
    edge.state.peer = '203.0.113.9';
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked += 1) {
      statuses.push((await ask('/evaluate', undefined, from(`198.51.100.${asked}`))).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it('gets the number of seconds to wait', async () => {
    const { ask, edge } = await setUp({ ...limited, refusalsPerAddress: { perSecond: 0.2, burst: 1 } });
    edge.state.peer = '203.0.113.9';
    await ask('/evaluate', guess(1));
    const over = await ask('/evaluate', guess(2));
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toBe('5');
  });

  it('is not hashed once its address is over the limit, also if all guesses come at once', async () => {
    for (const atOnce of [false, true]) {
      const { guard, hashed } = await countedGuard();
      const outcomes: unknown[] = [];
      for (let asked = 0; asked < 9; asked += 1) {
        const outcome = guard.admit(senderWith(guess(asked)), ['client']);
        outcomes.push(atOnce ? outcome : await outcome);
      }
      const refusals = (await Promise.all(outcomes)).filter(
        (outcome) => JSON.stringify(outcome).includes('TOO_MANY_REQUESTS') === false,
      );
      expect(hashed).toHaveLength(3);
      expect(refusals).toHaveLength(3);
    }
  });

  it('does not cost others a second look-up: a known key is looked up once, and admitted at once', async () => {
    const { guard, looked } = await countedGuard();
    await guard.admit(senderWith(client), ['client']);
    // Before it is hashed, and after.
    expect(looked.splice(0)).toEqual([client, client]);
    expect(guard.admit(senderWith(client), ['client'])).toMatchObject({ kind: 'client' });
    expect(looked).toEqual([client]);
  });

  it('is hashed once for all requests that come with one key at once', async () => {
    const { guard, hashed } = await countedGuard();
    const asked = Array.from({ length: 9 }, () => guard.admit(senderWith(client), ['client']));
    // A key that works is not limited by its address, however many requests wait for its hash.
    for (const outcome of await Promise.all(asked)) expect(outcome).toMatchObject({ kind: 'client' });
    expect(hashed).toEqual([client]);
    // And it has used up nothing.
    for (let at = 0; at < 3; at += 1) {
      expect(await guard.admit(senderWith(guess(at)), ['client'])).toMatchObject({ code: 'UNAUTHORIZED' });
    }
  });

  it('is not counted while this edge does not know its keys', async () => {
    const { ask, edge } = await setUp(limited);
    edge.state.peer = '203.0.113.9';
    const { ring } = edge.state;
    edge.state.ring = undefined;
    for (let asked = 0; asked < 9; asked += 1) expect((await ask('/evaluate', client)).status).toBe(503);
    edge.state.ring = ring;
    expect((await ask('/evaluate', unknown)).status).toBe(401);
  });

  it('is not limited where the address is not known: it would be one limit for everybody', async () => {
    const { ask } = await setUp(limited);
    for (let asked = 0; asked < 9; asked += 1) expect((await ask('/evaluate', undefined)).status).toBe(401);
  });
});

describe('the largest body', () => {
  it('applies to evaluation requests, and is named in the refusal', async () => {
    const { ask } = await setUp({ maxBodyBytes: 10 });
    for (const path of ASKING) {
      const response = await ask(path, client);
      expect(response.status).toBe(413);
      expect(await response.text()).toContain('10 bytes');
    }
  });
});
