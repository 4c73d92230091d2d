import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyKind, SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import {
  createTestEdge,
  keyRecord,
  NOW,
  OTHER,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createKeyRing } from '../../model/key-ring.ts';
import { ROUTES as ALL_ROUTES, SINGLE_PREFIX } from '../../model/routes.ts';

const BULK_PATH = ALL_ROUTES.ofrepBulk.path;

/** Visible to clients in both environments; hidden ones have names of equal length, so that answers can be compared. */
const OWN_FLAGS = [booleanFlag('own-banner', { clientSide: true }), booleanFlag('own-secret')];
const OTHER_FLAGS = [booleanFlag('etc-banner', { clientSide: true }), booleanFlag('etc-secret')];

const KINDS = ['client', 'server', 'relay'] as const;
const STATES = ['valid', 'revoked', 'expired', 'unknown'] as const;
const ENVIRONMENTS = [
  ['own', OWN, OTHER],
  ['other', OTHER, OWN],
] as const;

/**
 * The status for a valid key of each kind on a route; `asked` names the key's own environment, if the route names one.
 */
const ROUTES: readonly {
  readonly route: string;
  readonly method: 'GET' | 'POST';
  readonly path: (own: string, foreign: string) => string;
  readonly body?: string;
  readonly valid: Readonly<Record<SdkKeyKind, number>>;
}[] = [
  asking('/evaluate', '{}'),
  asking(BULK_PATH, '{"context":{}}'),
  asking(`${SINGLE_PREFIX}own-banner`, '{}', 'either'),
  stream('the own stream', (own) => `/stream?environment=${own}`, { client: 403, server: 200, relay: 200 }),
  stream('a foreign stream', (_, foreign) => `/stream?environment=${foreign}`, {
    client: 403,
    server: 404,
    relay: 404,
  }),
  stream('the relay stream', () => '/relay/stream', { client: 403, server: 403, relay: 200 }),
  stream('change notices without token', () => '/ofrep/v1/stream', { client: 401, server: 401, relay: 401 }),
  {
    route: 'events',
    method: 'POST',
    path: () => '/events',
    body: '{"events":[]}',
    valid: { client: 403, server: 202, relay: 202 },
  },
];

function asking(path: string, body: string, found: 'always' | 'either' = 'always') {
  const status = found === 'always' ? 200 : 0;
  const valid = { client: status, server: status, relay: 403 };
  return { route: path, method: 'POST', path: () => path, body, valid } as const;
}

function stream(
  route: string,
  path: (own: string, foreign: string) => string,
  valid: Readonly<Record<SdkKeyKind, number>>,
) {
  return { route, method: 'GET', path, valid } as const;
}

let records: SdkKeyRecord[];
let edge: TestEdge;

const nameOf = (environment: string, state: string) => `${environment}-${state}`;

beforeAll(async () => {
  records = [];
  for (const kind of KINDS) {
    for (const [name, id] of ENVIRONMENTS) {
      records.push(await keyRecord(kind, nameOf(name, 'valid'), [id]));
      records.push(await keyRecord(kind, nameOf(name, 'revoked'), [id]));
      records.push(await keyRecord(kind, nameOf(name, 'expired'), [id], new Date(NOW).toISOString()));
    }
  }
});

beforeEach(async () => {
  edge = createTestEdge(records, OWN_FLAGS);
  edge.setFlags(OTHER, OTHER_FLAGS);
  // Revoked keys have been used before: what is remembered of them must not outlive them.
  for (const kind of KINDS) {
    for (const [name] of ENVIRONMENTS)
      await send('POST', '/evaluate', secretOf(kind, nameOf(name, 'revoked')), '{}');
  }
  edge.state.ring = createKeyRing(records.filter(({ id }) => !id.endsWith('revoked')));
  edge.evaluations.length = 0;
  edge.streams.length = 0;
});

function send(method: string, path: string, key: string, body?: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return Promise.resolve(
    edge.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) }),
  );
}

const CASES = ROUTES.flatMap((asked) =>
  KINDS.flatMap((kind) =>
    ENVIRONMENTS.flatMap(([name, own, foreign]) =>
      STATES.map((state) => ({ ...asked, kind, name, own, foreign, state })),
    ),
  ),
);

describe('every route, every kind of key, each environment, each state of a key', () => {
  it.each(CASES)('$route: a $state $kind key of the $name environment', async (asked) => {
    const { method, path, body, kind, name, own, foreign, state, valid } = asked;
    const response = await send(method, path(own, foreign), secretOf(kind, nameOf(name, state)), body);
    const text = await response.text();
    if (state === 'valid') {
      // The single flag belongs to the own environment only.
      const expected = valid[kind] === 0 ? (name === 'own' ? 200 : 404) : valid[kind];
      expect(response.status).toBe(expected);
    } else {
      expect(response.status).toBe(401);
      expect(edge.streams).toEqual([]);
      expect(edge.evaluations).toEqual([]);
    }
    if (response.status >= 400) expect(JSON.parse(text)).toMatchObject({ errorDetails: expect.any(String) });
    // Nothing of the foreign environment is in any answer, nor anything hidden in those to clients.
    const banned = name === 'own' ? ['etc-banner', 'etc-secret'] : ['own-secret'];
    if (kind === 'client') banned.push('own-secret', 'etc-secret');
    for (const word of banned) expect(text).not.toContain(word);
  });
});

describe('a client key gets the same response for a hidden flag and for a missing one', () => {
  const key = secretOf('client', nameOf('own', 'valid'));
  const HIDDEN = 'own-secret';
  const MISSING = 'own-nothin';

  /** The whole response, without the requested name. */
  async function seen(path: string, body: string, flagKey: string) {
    const response = await send('POST', path.replace('?', flagKey), key, body.replace('?', flagKey));
    const text = (await response.text()).replaceAll(flagKey, '?');
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  }

  it.each([
    ['by its name', '/evaluate', '{"flagKey":"?"}'],
    ['among others', '/evaluate', '{"flagKeys":["own-banner","?"]}'],
    ['with a context', '/evaluate', '{"flagKey":"?","context":{"targetingKey":"u"}}'],
    ['with a context that is wrong', '/evaluate', '{"flagKey":"?","context":[]}'],
    ['in OFREP', `${SINGLE_PREFIX}?`, '{"context":{"targetingKey":"u"}}'],
    ['in OFREP with a wrong body', `${SINGLE_PREFIX}?`, '{"context":7}'],
  ])('%s: status, headers and text are the same', async (_, path, body) => {
    const hidden = await seen(path, body, HIDDEN);
    expect(hidden).toEqual(await seen(path, body, MISSING));
    expect(JSON.stringify(hidden)).not.toContain('secret');
  });

  it('in bulk: neither in the answer nor by the tag it has', async () => {
    const bulk = async () => {
      const response = await send('POST', BULK_PATH, key, '{"context":{"targetingKey":"u"}}');
      return { etag: response.headers.get('etag'), text: await response.text() };
    };
    const withHidden = await bulk();
    expect(withHidden.text).toContain('own-banner');
    expect(withHidden.text).not.toContain(HIDDEN);
    edge.setFlags(OWN, OWN_FLAGS.slice(0, 1));
    expect(await bulk()).toEqual(withHidden);
  });

  it('by time: a hidden flag is not evaluated, whatever its rules cost', async () => {
    await send('POST', '/evaluate', key, `{"flagKey":"${HIDDEN}"}`);
    await send('POST', '/evaluate', key, `{"flagKey":"${MISSING}"}`);
    const [hidden, missing] = edge.evaluations.map(({ resolution }) => ({ ...resolution, flagKey: '?' }));
    expect(hidden?.errorDetails?.replaceAll(HIDDEN, '?')).toBe(
      missing?.errorDetails?.replaceAll(MISSING, '?'),
    );
    expect({ ...hidden, errorDetails: '' }).toEqual({ ...missing, errorDetails: '' });
  });
});

describe('a context from outside', () => {
  const key = secretOf('server', nameOf('own', 'valid'));
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
  const wide = `{"a":[${'1,'.repeat(6_000)}1]}`;

  it.each(['/evaluate', BULK_PATH, `${SINGLE_PREFIX}own-banner`])(
    'is refused by %s where it is too deep or has too many values',
    async (path) => {
      for (const context of [deep, wide]) {
        const response = await send('POST', path, key, `{"context":${context}}`);
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({ errorCode: 'INVALID_CONTEXT' });
      }
    },
  );

  it.each(['/evaluate', BULK_PATH, `${SINGLE_PREFIX}own-banner`])(
    'cannot reach into prototypes through %s',
    async (path) => {
      const body =
        '{"context":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}';
      expect((await send('POST', path, key, body)).status).toBe(200);
      expect('polluted' in {}).toBe(false);
    },
  );
});
