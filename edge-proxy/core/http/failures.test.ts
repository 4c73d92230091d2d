import { beforeEach, describe, expect, it } from 'vitest';
import { readOfrepDocument } from '../../../test/contract/ofrep-document.ts';
import {
  createTestEdge,
  keyRecord,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { ROUTES, SINGLE_PREFIX } from '../model/routes.ts';

const BULK_PATH = ROUTES.ofrepBulk.path;

const APP = 'https://app.example.com';
const SECRET = 'the text of an internal error';
const document = readOfrepDocument();
let edge: TestEdge;

beforeEach(async () => {
  edge = createTestEdge([await keyRecord('client', 'own', [OWN])], [booleanFlag('banner')]);
});

/** The flags of the environment cannot be read. */
function breakFlags(): void {
  edge.state.environments = new Map();
  edge.state.environments.get = () => {
    throw new Error(SECRET);
  };
}

const HEADERS = { authorization: `Bearer ${secretOf('client', 'own')}`, origin: APP };

function ask(path: string): Promise<Response> | Response {
  return edge.app.request(path, { method: 'POST', headers: HEADERS, body: '{}' });
}

describe('a mistake of ours', () => {
  it.each([
    [BULK_PATH, BULK_PATH, undefined],
    [`${SINGLE_PREFIX}banner`, `${SINGLE_PREFIX}{key}`, 'banner'],
  ])('is 500 on %s, in the words of OFREP, and a page may read it', async (path, documented, key) => {
    breakFlags();
    const response = await ask(path);
    const text = await response.clone().text();
    const answer = { status: response.status, headers: response.headers, text };
    expect(document.faultsOf({ method: 'post', path: documented }, answer)).toEqual([]);
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toEqual({
      ...(key === undefined ? {} : { key }),
      errorCode: 'GENERAL',
      errorDetails: expect.any(String),
      metadata: {},
    });
    expect(text).not.toContain(SECRET);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(response.headers.get('vary')).toContain('Origin');
  });

  it('is 500 likewise where it happens while something is waited for, and once only', async () => {
    edge.state.awaitFlags = async () => {
      throw new Error(SECRET);
    };
    const path = `${BULK_PATH}?flagConfigEtag=99-ffff`;
    const failed = await ask(path);
    expect(failed.status).toBe(500);
    expect(failed.headers.get('access-control-allow-origin')).toBe(APP);
    expect(await failed.text()).not.toContain(SECRET);
    edge.state.awaitFlags = async () => {};
    expect((await ask(path)).status).toBe(200);
  });

  it('is the answer of the hot path itself, for a listener that skips the web’s types', async () => {
    breakFlags();
    const answer = await edge.hotPath.answer({
      method: 'POST',
      path: '/evaluate',
      query: '',
      header: (name: string) => new Headers(HEADERS).get(name) ?? undefined,
      body: '{}',
    });
    expect(answer).toMatchObject({ status: 500, headers: { 'access-control-allow-origin': APP } });
  });

  it('is 500 on streams, which pages may read where pages may read the stream', async () => {
    Object.defineProperty(edge.state, 'ring', {
      get: () => {
        throw new Error(SECRET);
      },
    });
    const notices = await edge.app.request('/ofrep/v1/stream?token=t', { headers: { origin: APP } });
    const flags = await edge.app.request('/stream', { headers: { origin: APP } });
    expect([notices.status, flags.status]).toEqual([500, 500]);
    expect(notices.headers.get('access-control-allow-origin')).toBe(APP);
    expect(flags.headers.has('access-control-allow-origin')).toBe(false);
  });
});
