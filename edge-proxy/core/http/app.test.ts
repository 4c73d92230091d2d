import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import {
  createTestEdge,
  keyRecord,
  NOW,
  OTHER,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { createKeyRing } from '../model/key-ring.ts';
import { ROUTES } from '../model/routes.ts';

const BULK_PATH = ROUTES.ofrepBulk.path;
const FLAGS = [booleanFlag('banner', { clientSide: true })];
const GONE = '33333333-3333-4333-8333-333333333333';

/** What a presented key may be; `none` sends no header at all. */
const KEYS = {
  none: undefined,
  malformed: 'Bearer hello',
  basic: 'Basic dXNlcjpwYXNz',
  unknown: `Bearer ${secretOf('server', 'unknown')}`,
  revoked: `Bearer ${secretOf('server', 'revoked')}`,
  expired: `Bearer ${secretOf('server', 'expired')}`,
  apiToken: `Bearer sf_api_${'t'.repeat(43)}`,
  client: `Bearer ${secretOf('client', 'own')}`,
  server: `Bearer ${secretOf('server', 'own')}`,
  relay: `Bearer ${secretOf('relay', 'own')}`,
} as const;
type PresentedKey = keyof typeof KEYS;

const NOBODY = {
  none: 401,
  malformed: 401,
  basic: 401,
  unknown: 401,
  revoked: 401,
  expired: 401,
  apiToken: 401,
} as const;
const EVERYBODY = {
  none: 200,
  malformed: 200,
  basic: 200,
  unknown: 200,
  revoked: 200,
  expired: 200,
  apiToken: 200,
  client: 200,
  server: 200,
  relay: 200,
} as const;

/** Every route and method, with the status for each kind of key. A route without an entry fails the test. */
const TABLE: readonly {
  readonly method: string;
  /** As the route has it. */
  readonly path: string;
  /** An example of a path, if the route is a pattern. */
  readonly example?: string;
  readonly query?: string;
  readonly status: Readonly<Record<PresentedKey, number>>;
}[] = [
  { method: 'POST', path: '/evaluate', status: { ...NOBODY, client: 200, server: 200, relay: 403 } },
  {
    method: 'POST',
    path: '/ofrep/v1/evaluate/flags',
    status: { ...NOBODY, client: 200, server: 200, relay: 403 },
  },
  {
    method: 'POST',
    path: '/ofrep/v1/evaluate/flags/*',
    example: '/ofrep/v1/evaluate/flags/banner',
    status: { ...NOBODY, client: 200, server: 200, relay: 403 },
  },
  // It accepts tokens, not keys; see below.
  { method: 'GET', path: '/ofrep/v1/stream', status: { ...NOBODY, client: 401, server: 401, relay: 401 } },
  { method: 'GET', path: '/stream', status: { ...NOBODY, client: 403, server: 200, relay: 400 } },
  {
    method: 'GET',
    path: '/stream',
    query: `?environment=${OWN}`,
    status: { ...NOBODY, client: 403, server: 200, relay: 200 },
  },
  {
    method: 'GET',
    path: '/stream',
    query: `?environment=${OTHER}`,
    status: { ...NOBODY, client: 403, server: 404, relay: 404 },
  },
  {
    method: 'GET',
    path: '/stream',
    query: `?environment=${GONE}`,
    status: { ...NOBODY, client: 403, server: 404, relay: 404 },
  },
  {
    method: 'GET',
    path: '/stream',
    query: '?environment=production',
    status: { ...NOBODY, client: 403, server: 400, relay: 400 },
  },
  { method: 'GET', path: '/relay/stream', status: { ...NOBODY, client: 403, server: 403, relay: 200 } },
  { method: 'POST', path: '/events', status: { ...NOBODY, client: 403, server: 400, relay: 400 } },
  { method: 'GET', path: '/health/live', status: EVERYBODY },
  { method: 'GET', path: '/health/ready', status: EVERYBODY },
];

let live: SdkKeyRecord[];
let edge: TestEdge;

beforeAll(async () => {
  live = [
    await keyRecord('client', 'own', [OWN]),
    await keyRecord('server', 'own', [OWN]),
    await keyRecord('relay', 'own', [OWN]),
    await keyRecord('server', 'other', [OTHER]),
    await keyRecord('server', 'expired', [OWN], new Date(NOW).toISOString()),
  ];
});
beforeEach(async () => {
  edge = createTestEdge([...live, await keyRecord('server', 'revoked', [OWN])], FLAGS);
  await request('POST', '/evaluate', KEYS.revoked);
  edge.state.ring = createKeyRing(live);
});

async function request(method: string, path: string, authorization?: string): Promise<Response> {
  return edge.app.request(path, {
    method,
    ...(method === 'POST' ? { body: '{}' } : {}),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  });
}

describe('who may call what', () => {
  it('is in the table for every route that is served', () => {
    const tabled = new Set(TABLE.map(({ path }) => path));
    expect(new Set(edge.app.routes.map(({ path }) => path))).toEqual(tabled);
    expect(new Set(Object.values(ROUTES).map(({ path }) => path))).toEqual(tabled);
  });

  const cases = TABLE.flatMap(({ method, path, example = path, query = '', status }) =>
    Object.entries(status).map(([key, expected]) => [method, example + query, key, expected] as const),
  );
  it.each(cases)('%s %s with key "%s" is answered %i', async (method, path, key, expected) => {
    const authorization = Object.entries(KEYS).find(([name]) => name === key)?.[1];
    const response = await request(method, path, authorization);
    expect(response.status).toBe(expected);
    if (expected < 400) return;
    expect(await response.json()).toEqual({
      errorCode: expect.any(String),
      errorDetails: expect.any(String),
      ...(path.startsWith('/ofrep/') ? { metadata: {} } : {}),
      ...(path.endsWith('/banner') ? { key: 'banner' } : {}),
    });
    if (expected === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(edge.streams).toEqual([]);
  });

  it('opens each key for its own environment only', async () => {
    edge.setFlags(OTHER, [booleanFlag('theirs')]);
    const own = await edge.post(secretOf('server', 'own'), '{}');
    const other = await edge.post(secretOf('server', 'other'), '{}');
    expect(Object.keys(Object(own.body).flags)).toEqual(['banner']);
    expect(Object.keys(Object(other.body).flags)).toEqual(['theirs']);
  });

  it('opens a stream for the environment of the key, or the one that a relay key names', async () => {
    await request('GET', '/stream', KEYS.server);
    await request('GET', `/stream?environment=${OWN.toUpperCase()}`, KEYS.relay);
    await request('GET', '/relay/stream', KEYS.relay);
    expect(edge.streams).toEqual([`/stream server ${OWN}`, `/stream relay ${OWN}`, '/relay/stream relay']);
  });
});

describe('before its keys are known', () => {
  it.each([
    'POST /evaluate',
    'POST /ofrep/v1/evaluate/flags',
    'POST /ofrep/v1/evaluate/flags/banner',
    'GET /stream',
    'GET /relay/stream',
  ])('%s is 503 with Retry-After, never 401: SDKs give up on that', async (route) => {
    edge.state.ring = undefined;
    const [method = '', path = ''] = route.split(' ');
    for (const key of [KEYS.server, KEYS.unknown, undefined]) {
      const response = await request(method, path, key);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    }
  });

  it('it is alive but not ready', async () => {
    edge.state.ring = undefined;
    expect((await request('GET', '/health/live')).status).toBe(200);
    const ready = await request('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'not ready', missing: ['keys'] });
  });
});

describe('what is not served', () => {
  it.each([
    ['GET', '/'],
    ['POST', '/evaluate/'],
    ['GET', '/relay'],
    ['GET', '/health'],
    ['POST', '//evaluate'],
  ])('%s %s is 404 as JSON', async (method, path) => {
    const response = await request(method, path, KEYS.server);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it.each([
    ['GET', '/evaluate', 'POST'],
    ['PUT', '/evaluate', 'POST'],
    ['POST', '/stream', 'GET'],
    ['HEAD', '/stream', 'GET'],
    ['HEAD', '/relay/stream', 'GET'],
    ['DELETE', '/health/live', 'GET'],
  ])('%s %s is 405, and names the allowed methods', async (method, path, allowed) => {
    const response = await request(method, path, KEYS.server);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    expect(edge.streams).toEqual([]);
  });

  it('never repeats a query: it may hold what belongs in a header', async () => {
    const response = await request('GET', '/nowhere?key=sf_srv_secret');
    expect(await response.text()).not.toContain('sf_srv_secret');
  });
});

describe('the body of a request', () => {
  it('may have 64 KiB and not a byte more, declared or not', async () => {
    // With spaces: a text of this length would be over a limit of its own.
    const fill = (bytes: number) => '{"context":{"a":"x"}}'.padEnd(bytes);
    const key = secretOf('server', 'own');
    expect((await edge.post(key, fill(65_536))).status).toBe(200);
    const over = await edge.post(key, fill(65_537));
    expect(over).toMatchObject({ status: 413, body: { errorCode: 'PAYLOAD_TOO_LARGE' } });
    const declared = await edge.app.request('/evaluate', {
      method: 'POST',
      headers: { authorization: KEYS.server, 'content-length': '65537' },
      body: '{}',
    });
    expect(declared.status).toBe(413);
  });

  it('must be UTF-8', async () => {
    const invalid = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
    const answer = await edge.post(secretOf('server', 'own'), invalid);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'PARSE_ERROR' } });
    expect(answer.text).toContain('UTF-8');
  });

  const sendEncoded = (encoding: string, body: Uint8Array<ArrayBuffer>, path = '/evaluate') =>
    edge.app.request(path, {
      method: 'POST',
      headers: { authorization: KEYS.server, 'content-encoding': encoding },
      body,
    });
  const gzipped = (text: string) => new Uint8Array(gzipSync(text));

  it.each(['/evaluate', `${BULK_PATH}/banner`])('may be compressed with gzip: %s', async (path) => {
    const text = '{"flagKey":"banner","context":{"targetingKey":"u-1"}}';
    for (const encoding of ['gzip', 'x-gzip', 'GZIP']) {
      expect((await sendEncoded(encoding, gzipped(text), path)).status).toBe(200);
    }
  });

  it('may have 64 KiB after decompression, whatever it has before', async () => {
    const bomb = gzipped(`{"context":{"a":"${'x'.repeat(20_000_000)}"}}`);
    expect(bomb.byteLength).toBeLessThan(65_536);
    expect((await sendEncoded('gzip', bomb)).status).toBe(413);
  });

  it('is reported if it is not gzip', async () => {
    const plain = new TextEncoder().encode('{"flagKey":"banner"}');
    for (const body of [plain, gzipped('{"flagKey":"banner"}').slice(0, -9)]) {
      const response = await sendEncoded('gzip', body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errorCode: 'PARSE_ERROR',
        errorDetails: expect.stringContaining('gzip'),
      });
    }
  });

  it.each(['br', 'deflate', 'zstd', 'gzip, gzip'])('is 415 with the encoding %s', async (encoding) => {
    const response = await sendEncoded(encoding, gzipped('{}'));
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('gzip, identity');
    expect(await response.json()).toMatchObject({ errorCode: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('is answered, not logged as a failure, where it breaks off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    const init = { method: 'POST', headers: { authorization: KEYS.server }, body, duplex: 'half' as const };
    const response = await edge.app.request(new Request('http://edge/evaluate', init));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errorCode: 'PARSE_ERROR' });
  });

  it('is of no interest where the key is refused', async () => {
    expect((await edge.post(undefined, 'x'.repeat(70_000))).status).toBe(401);
  });
});

describe('the header X-API-Key', () => {
  const ask = async (headers: Readonly<Record<string, string>>, path = `${BULK_PATH}/banner`) =>
    (await edge.app.request(path, { method: 'POST', headers, body: '{}' })).status;

  it('accepts a key in place of Authorization', async () => {
    const key = secretOf('server', 'own');
    expect(await ask({ 'x-api-key': key })).toBe(200);
    expect(await ask({ 'x-api-key': key }, BULK_PATH)).toBe(200);
    expect(await ask({ 'x-api-key': secretOf('server', 'guess') })).toBe(401);
    expect(await ask({ 'x-api-key': `${key}, ${key}` })).toBe(401);
  });

  it('is not read beside Authorization', async () => {
    expect(await ask({ authorization: KEYS.server, 'x-api-key': 'nonsense' })).toBe(200);
    expect(await ask({ authorization: 'nonsense', 'x-api-key': secretOf('server', 'own') })).toBe(401);
  });
});

describe('the hot path', () => {
  const call = (authorization: string, body: string) => ({
    method: 'POST',
    path: '/evaluate',
    query: '',
    header: (name: string) => (name === 'authorization' ? authorization : undefined),
    body,
  });

  it('answers at once from the second use of a key on, as the routes do', async () => {
    const asked = call(KEYS.server, '{"flagKey":"banner"}');
    expect(edge.hotPath.handles('POST', '/evaluate')).toBe(true);
    const first = edge.hotPath.answer(asked);
    expect(first).toBeInstanceOf(Promise);
    await first;
    const answer = edge.hotPath.answer(asked);
    if (answer instanceof Promise) throw new Error('a known key is answered by a promise');
    const routed = await edge.post(secretOf('server', 'own'), asked.body);
    expect(answer).toMatchObject({ status: routed.status, body: routed.text });
    expect(Object.entries(answer.headers).every(([name, value]) => routed.headers.get(name) === value)).toBe(
      true,
    );
  });

  it.each([
    ['one flag', '/evaluate', '{"flagKey":"banner"}', 200],
    ['an unknown flag', '/evaluate', '{"flagKey":"nothing"}', 404],
    ['one flag of OFREP', `${BULK_PATH}/banner`, '{"context":{}}', 200],
    ['all flags of OFREP', BULK_PATH, '{"context":{}}', 200],
    ['a body that is not JSON', BULK_PATH, 'nonsense', 400],
  ])('answers %s for a known key at once', async (_, path, body, status) => {
    const asked = { ...call(KEYS.server, body), path };
    await edge.hotPath.answer({ ...call(KEYS.server, '{}'), path: BULK_PATH });
    const answer = edge.hotPath.answer(asked);
    expect(answer).not.toBeInstanceOf(Promise);
    expect(answer).toMatchObject({ status });
  });

  it('answers that nothing has changed at once, too', async () => {
    const all = { ...call(KEYS.server, '{"context":{}}'), path: BULK_PATH };
    const { etag } = await edge.hotPath.answer(all);
    const header = (name: string) => (name === 'if-none-match' ? etag : all.header(name));
    const answer = edge.hotPath.answer({ ...all, header });
    expect(answer).not.toBeInstanceOf(Promise);
    expect(answer).toMatchObject({ status: 304, body: '' });
  });

  it('refuses a key the moment it expires', async () => {
    const expiring = await keyRecord('server', 'own', [OWN], new Date(NOW + 1000).toISOString());
    edge.state.ring = createKeyRing([expiring]);
    expect((await edge.post(secretOf('server', 'own'), '{}')).status).toBe(200);
    edge.state.now = NOW + 999;
    expect((await edge.post(secretOf('server', 'own'), '{}')).status).toBe(200);
    edge.state.now = NOW + 1000;
    expect((await edge.post(secretOf('server', 'own'), '{}')).status).toBe(401);
  });
});
