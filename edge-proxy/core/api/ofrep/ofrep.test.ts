import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompiledFlag } from '../../../../shared/evaluation/index.ts';
import type { SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import { isKey } from '../../../../shared/model/key-syntax.ts';
import {
  createTestEdge,
  keyRecord,
  NOW,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag, fallthrough, rollout } from '../../../../test/support/flags.ts';
import { ROUTES } from '../../model/routes.ts';
import { TOKEN_WINDOW_MS } from './stream-token.ts';

const BULK_PATH = ROUTES.ofrepBulk.path;

const FLAGS = [
  booleanFlag('banner', { clientSide: true, version: 5 }),
  booleanFlag('gradual', { rules: [fallthrough(rollout(50_000))], version: 6 }),
  booleanFlag('no-value', { enabled: false, defaultValue: null }),
  booleanFlag('settings', {
    type: 'json',
    variations: [{ key: 'on', value: { a: null, b: 1.5 } }],
  }),
];

let records: SdkKeyRecord[];
let edge: TestEdge;

beforeAll(async () => {
  records = [
    await keyRecord('server', 'own', [OWN]),
    await keyRecord('client', 'own', [OWN]),
    await keyRecord('client', 'second', [OWN]),
  ];
});
beforeEach(() => {
  edge = createTestEdge(records, FLAGS);
});

interface Options {
  readonly key?: string;
  readonly context?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

async function ask(path: string, options: Options = {}) {
  const { key = secretOf('server', 'own'), context = {}, headers = {}, query = '' } = options;
  const response = await edge.app.request(path + query, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify({ context }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) };
}

const one = (flagKey: string, options?: Options) => ask(`${BULK_PATH}/${flagKey}`, options);
const all = (options?: Options) => ask(BULK_PATH, options);

describe('one flag', () => {
  it('is answered with the version of the flag, and recorded as an evaluation', async () => {
    const context = { targetingKey: 'u-1' };
    const { body } = await one('banner', { context });
    expect(body).toEqual({
      key: 'banner',
      value: true,
      variant: 'on',
      reason: 'STATIC',
      metadata: { flagVersion: 5 },
    });
    expect(edge.evaluations).toMatchObject([
      { environmentId: OWN, resolution: { flagKey: 'banner', variationKey: 'on' }, context },
    ]);
    expect(edge.delivered).toEqual([]);
  });

  it('that is off is answered with its default value, the reason DEFAULT and metadata that say so', async () => {
    edge.setFlags(OWN, [booleanFlag('off', { enabled: false, version: 7 })]);
    const { body } = await one('off');
    expect(body).toEqual({
      key: 'off',
      value: false,
      variant: 'off',
      reason: 'DEFAULT',
      metadata: { flagVersion: 7, enabled: false },
    });
    expect(edge.evaluations).toMatchObject([{ resolution: { flagKey: 'off', reason: 'DISABLED' } }]);
  });

  it('has the reason DISABLED only if it is off and has no value', async () => {
    const { body } = await one('no-value');
    expect(body).toMatchObject({ reason: 'DISABLED', metadata: { enabled: false } });
    expect(body).not.toHaveProperty('value');
    expect(body.variant).toBe('$default');
  });

  it('has the reserved variant if its default value equals no variation', async () => {
    const unlisted = { type: 'string', defaultValue: 'closed', rules: [], version: 9 } as const;
    edge.setFlags(OWN, [
      booleanFlag('off-unlisted', { ...unlisted, enabled: false }),
      booleanFlag('unlisted', unlisted),
    ]);
    const off = await one('off-unlisted');
    expect(off.body).toMatchObject({ value: 'closed', variant: '$default', reason: 'DEFAULT' });
    const on = await one('unlisted');
    expect(on.body).toMatchObject({ value: 'closed', variant: '$default', reason: 'DEFAULT' });
    expect(on.body.metadata).toEqual({ flagVersion: 9 });
    expect(isKey(on.body.variant)).toBe(false);
  });

  it('has its metadata beside our own, also if it fails', async () => {
    const metadata = { owner: 'checkout', ticket: 4711, temporary: true };
    const failing = { rules: [fallthrough(rollout(50_000))], metadata };
    edge.setFlags(OWN, [booleanFlag('a', { metadata, version: 3 }), booleanFlag('b', failing)]);
    expect((await one('a')).body.metadata).toEqual({ ...metadata, flagVersion: 3 });
    const failed = await one('b');
    expect(failed.body).toMatchObject({ errorCode: 'TARGETING_KEY_MISSING', metadata });
    expect((await all()).body.flags.map((item: { metadata: object }) => item.metadata)).toMatchObject([
      metadata,
      metadata,
    ]);
  });

  it('has only metadata that follow the rules, and never loses our own', async () => {
    const metadata = JSON.parse(
      '{"flagVersion":9,"enabled":"no","__proto__":{"a":1},"list":[1],"owner":"me"}',
    );
    edge.setFlags(OWN, [booleanFlag('a', { metadata, version: 3 })]);
    expect((await one('a')).body.metadata).toEqual({ owner: 'me', flagVersion: 3 });
  });

  it("may have null within its value, which is the application's own", async () => {
    expect((await one('settings')).body.value).toEqual({ a: null, b: 1.5 });
  });

  it('is recorded where it errs, and where it is not there', async () => {
    await one('gradual');
    await one('nowhere');
    await one('banner', { key: secretOf('client', 'own') });
    await one('gradual', { key: secretOf('client', 'own') });
    expect(edge.evaluations.map(({ resolution }) => [resolution.flagKey, resolution.errorCode])).toEqual([
      ['gradual', 'TARGETING_KEY_MISSING'],
      ['nowhere', 'FLAG_NOT_FOUND'],
      ['banner', null],
      ['gradual', 'FLAG_NOT_FOUND'],
    ]);
  });

  it('is not recorded where its key is none that a flag can have', async () => {
    expect((await one('a%2Fb')).status).toBe(404);
    expect((await one('x'.repeat(500))).status).toBe(404);
    expect(edge.evaluations).toEqual([]);
  });

  it('is not found where the path names none, and no other flag is answered instead', async () => {
    const { status, body } = await one('');
    expect([status, body.key, body.errorCode]).toEqual([404, '', 'FLAG_NOT_FOUND']);
  });

  it('is 503 with Retry-After in whole seconds while there are no flags', async () => {
    edge.state.environments.delete(OWN);
    for (const answer of [await one('banner'), await all()]) {
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ errorCode: 'PROVIDER_NOT_READY', metadata: {} });
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect((await one('banner')).body.key).toBe('banner');
  });
});

describe('all flags', () => {
  it('are counted as delivered, not as evaluated, a 304 like a 200', async () => {
    const { headers } = await all();
    const again = await all({ headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    await all({ key: secretOf('client', 'own') });
    expect(edge.delivered).toEqual([4, 4, 1]);
    expect(edge.evaluations).toEqual([]);
  });

  it('are not evaluated for a 304', async () => {
    const { headers } = await all();
    const environment = edge.state.environments.get(OWN);
    if (environment === undefined) throw new Error('no environment');
    const flags = new Map([...environment.set.flags].map(([key, flag]) => [key, untouchable(flag)]));
    edge.state.environments.set(OWN, { ...environment, set: { ...environment.set, flags } });
    const again = await all({ headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers.has('content-type')).toBe(false);
    expect((await all()).status).toBe(500);
  });

  it('contain a stream whose URL and tag stay the same for a period and then change', async () => {
    const first = await all();
    edge.state.now = windowEnd() - 1;
    const last = await all();
    expect(last.body.eventStreams).toEqual(first.body.eventStreams);
    expect(last.headers.get('etag')).toBe(first.headers.get('etag'));
    edge.state.now = windowEnd();
    const next = await all({ headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(next.status).toBe(200);
    expect(next.body.eventStreams).not.toEqual(first.body.eventStreams);
    expect(next.body.flags).toEqual(first.body.flags);
  });

  it('come with another stream, and so another tag, for another key of the same kind', async () => {
    const one = await all({ key: secretOf('client', 'own') });
    const other = await all({ key: secretOf('client', 'second') });
    expect(other.body.flags).toEqual(one.body.flags);
    expect(other.headers.get('etag')).not.toBe(one.headers.get('etag'));
  });

  it('contain no stream if the upstream sent no secret for it', async () => {
    edge.state.streamSecret = undefined;
    const { status, body, headers } = await all();
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('eventStreams');
    expect(headers.get('etag')).toMatch(/^W\//);
  });

  it('are the same with the tag of another replica', async () => {
    const etag = (await all({ context: { targetingKey: 'u', plan: 'free' } })).headers.get('etag') ?? '';
    edge = createTestEdge(records, FLAGS);
    const context = { plan: 'free', targetingKey: 'u' };
    expect((await all({ context, headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('wait once for the flags that a change notice announced to the client, then use those that are held', async () => {
    const waits: string[] = [];
    edge.state.awaitFlags = async (id, isFresh) => {
      waits.push(id);
      const environment = edge.state.environments.get(OWN);
      if (environment === undefined) throw new Error('no environment');
      expect(isFresh(environment)).toBe(false);
      const next = { ...environment, position: '9-beef' };
      expect(isFresh(next)).toBe(true);
      edge.state.environments.set(OWN, next);
    };
    const { headers } = await all();
    const hinted = { query: '?flagConfigEtag=9-beef', headers: { 'if-none-match': '*' } };
    const fresh = await all(hinted);
    expect(fresh.headers.get('flags-version')).toBe('9-beef');
    expect(fresh.status).toBe(304);
    expect(waits).toEqual([OWN]);

    edge.state.awaitFlags = async (id) => void waits.push(id);
    const tag = headers.get('etag') ?? '';
    const late = await all({ query: '?flagConfigEtag=12-beef', headers: { 'if-none-match': `${tag}, *` } });
    expect(late.status).toBe(200);
    expect(waits).toEqual([OWN, OWN]);
  });
});

function windowEnd(): number {
  return (Math.floor(NOW / TOKEN_WINDOW_MS) + 1) * TOKEN_WINDOW_MS;
}

/** A flag that cannot be evaluated without its being noticed. */
function untouchable(flag: CompiledFlag): CompiledFlag {
  return Object.defineProperty({ ...flag }, 'constant', {
    get() {
      throw new Error(`${flag.key} was evaluated`);
    },
  });
}
