import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import {
  createTestEdge,
  keyRecord,
  NOW,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag, condition, fallthrough, rollout, rule } from '../../../../test/support/flags.ts';

const SERVER = secretOf('server', 'own');
const CLIENT = secretOf('client', 'own');

const FLAGS = [
  booleanFlag('new-checkout', {
    rules: [rule([condition('plan', 'eq', 'premium')]), fallthrough({ variation: 'off' })],
  }),
  booleanFlag('gradual', { rules: [fallthrough(rollout(50_000))] }),
  booleanFlag('banner', { clientSide: true }),
  booleanFlag('no-default', { enabled: false, defaultValue: null }),
];

let records: SdkKeyRecord[];
let edge: TestEdge;

beforeAll(async () => {
  records = [await keyRecord('server', 'own', [OWN]), await keyRecord('client', 'own', [OWN])];
});
beforeEach(() => {
  edge = createTestEdge(records, FLAGS);
});

function ask(request: unknown, key = SERVER) {
  return edge.post(key, JSON.stringify(request));
}

describe('POST /evaluate for one flag', () => {
  it('answers value, variation and reason', async () => {
    const context = { targetingKey: 'u-1', plan: 'premium' };
    const { status, body } = await ask({ flagKey: 'new-checkout', context });
    expect(status).toBe(200);
    expect(body).toEqual({
      flagKey: 'new-checkout',
      value: true,
      variationKey: 'on',
      reason: 'TARGETING_MATCH',
    });
  });

  it('answers the metadata of the flag, if it has any', async () => {
    const metadata = { owner: 'checkout', ticket: 4711, temporary: true };
    edge.setFlags(OWN, [booleanFlag('a', { metadata }), booleanFlag('b', { metadata: {} })]);
    expect((await ask({ flagKey: 'a' })).body).toMatchObject({ value: true, metadata });
    expect((await ask({ flagKey: 'b' })).body).not.toHaveProperty('metadata');
    const { body } = await ask({ flagKeys: ['a', 'b'] });
    expect(body).toMatchObject({ flags: { a: { metadata } } });
    expect((await ask({})).body).toMatchObject({ flags: { a: { metadata } } });
  });

  it('names the position it was decided at, and the age of that state in whole seconds', async () => {
    edge.state.now = NOW + 2_999;
    const { headers } = await ask({ flagKey: 'banner' });
    expect(headers.get('flags-version')).toBe('7-abcd');
    expect(headers.get('flags-age')).toBe('2');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('answers null where there is no value and no variation', async () => {
    const { body } = await ask({ flagKey: 'no-default' });
    expect(body).toEqual({ flagKey: 'no-default', value: null, variationKey: null, reason: 'DISABLED' });
  });

  it.each([
    ['FLAG_NOT_FOUND', 404, { flagKey: 'nowhere' }],
    ['TARGETING_KEY_MISSING', 400, { flagKey: 'gradual' }],
    ['TARGETING_KEY_MISSING', 400, { flagKey: 'gradual', context: {} }],
  ])('answers %s as %i with the key of the flag', async (errorCode, status, request) => {
    const answer = await ask(request);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ flagKey: request.flagKey, errorCode, errorDetails: expect.any(String) });
  });

  it('records the evaluation, errors included', async () => {
    await ask({ flagKey: 'new-checkout', context: { plan: 'free' } });
    await ask({ flagKey: 'nowhere' });
    expect(edge.evaluations).toMatchObject([
      {
        environmentId: OWN,
        context: { plan: 'free' },
        resolution: { flagKey: 'new-checkout', variationKey: 'off' },
      },
      { environmentId: OWN, resolution: { flagKey: 'nowhere', reason: 'ERROR' } },
    ]);
    expect(edge.delivered).toEqual([]);
  });
});

describe('POST /evaluate for several flags', () => {
  it('answers each flag asked for once, in the order asked', async () => {
    const { status, body, text } = await ask({ flagKeys: ['gradual', 'banner', 'gradual', 'nowhere'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      flags: {
        gradual: {
          flagKey: 'gradual',
          errorCode: 'TARGETING_KEY_MISSING',
          errorDetails: expect.any(String),
        },
        banner: { flagKey: 'banner', value: true, variationKey: 'on', reason: 'STATIC' },
        nowhere: { flagKey: 'nowhere', errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.any(String) },
      },
    });
    expect(text.match(/"gradual":/g)).toHaveLength(1);
  });

  it('answers all flags where none is named', async () => {
    const { body } = await ask({ context: { targetingKey: 'u' } });
    expect(Object.keys(Object(body).flags)).toEqual(['new-checkout', 'gradual', 'banner', 'no-default']);
  });

  it('answers an empty list with no flags', async () => {
    expect((await ask({ flagKeys: [] })).text).toBe('{"flags":{}}');
  });

  it('counts the evaluations it returns, and records no events', async () => {
    await ask({});
    await ask({ flagKeys: ['banner'] });
    expect(edge.delivered).toEqual([4, 1]);
    expect(edge.evaluations).toEqual([]);
  });

  it('keeps a flag named like a part of JavaScript in its place', async () => {
    edge.setFlags(OWN, [booleanFlag('__proto__'), booleanFlag('constructor')]);
    const { text } = await ask({ flagKeys: ['__proto__', 'constructor', 'toString'] });
    expect(text).toContain('"__proto__":{"flagKey":"__proto__","value":true');
    expect(text).toContain('"constructor":{"flagKey":"constructor","value":true');
    expect(text).toContain('"toString":{"flagKey":"toString","errorCode":"FLAG_NOT_FOUND"');
  });
});

describe('POST /evaluate with a client key', () => {
  it('answers flags for clients only', async () => {
    expect((await ask({}, CLIENT)).body).toEqual({
      flags: { banner: { flagKey: 'banner', value: true, variationKey: 'on', reason: 'STATIC' } },
    });
  });

  it('answers a hidden flag exactly like one that does not exist', async () => {
    const hidden = await ask({ flagKey: 'gradual' }, CLIENT);
    const missing = await ask({ flagKey: 'nowhere' }, CLIENT);
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll('gradual', 'nowhere')).toBe(missing.text);
    expect([...hidden.headers.keys()]).toEqual([...missing.headers.keys()]);
    const named = await ask({ flagKeys: ['gradual', 'nowhere'] }, CLIENT);
    const { gradual, nowhere } = Object(named.body).flags;
    expect(JSON.stringify(gradual).replaceAll('gradual', 'nowhere')).toBe(JSON.stringify(nowhere));
  });
});

describe('POST /evaluate without flags', () => {
  it('is 503 with Retry-After, whatever the body', async () => {
    edge.state.environments.delete(OWN);
    const { status, headers, body } = await ask('not even a request');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });
  });
});

describe('a change of the flags', () => {
  it('is seen by the next request, and texts made for the old flags are not used again', async () => {
    expect((await ask({ flagKey: 'banner' })).body).toMatchObject({ value: true });
    edge.setFlags(OWN, [booleanFlag('banner', { enabled: false })]);
    expect((await ask({ flagKey: 'banner' })).body).toMatchObject({ value: false, reason: 'DISABLED' });
  });
});
