import { beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../support/system.ts';
import { bulkAt, type OfrepAnswer, singleAt } from './ofrep-client.ts';
import { expectPreflight } from './preflight.ts';
import type { Setting } from './setting.ts';

const APP = 'https://app.example.com';

/** What is refused before anything is evaluated, as the OpenAPI document words it: the client holds all against it. */
export function describeOfrepFailures(setting: () => Setting): void {
  describe('over a limit', () => describeLimits(setting));
  describe('where there is nothing', () => describeUnknownPaths(setting));
}

function describeLimits(setting: () => Setting): void {
  let limited: RunningServer;
  beforeAll(async () => {
    const limits = { RATE_LIMIT_PER_KEY: '1', RATE_LIMIT_BURST: '2', MAX_BODY_BYTES: '1000' };
    limited = await setting().startAnother(limits);
  });

  it.each([
    ['one flag', 'ofrep-theme', (key: string) => singleAt(limited.url, 'ofrep-theme', { key })],
    ['all flags', undefined, (key: string) => bulkAt(limited.url, { key })],
  ])('%s too often is 429, with whole seconds to wait', async (_, flagKey, ask) => {
    const answers: OfrepAnswer[] = [];
    while (answers.at(-1)?.status !== 429 && answers.length < 50)
      answers.push(await ask(setting().keys.server));
    const over = answers.at(-1);
    expect(over?.status).toBe(429);
    expect(over?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(over?.body).toEqual({
      ...(flagKey === undefined ? {} : { key: flagKey }),
      errorCode: 'GENERAL',
      errorDetails: expect.stringMatching(/this key .* ask again after \d+ s/i),
      metadata: {},
    });
  });

  it('a body that is too large is 413, with the largest size', async () => {
    const options = { key: setting().keys.otherServer, context: { text: 'x'.repeat(1_000) } };
    const single = await singleAt(limited.url, 'ofrep-theme', options);
    const bulk = await bulkAt(limited.url, options);
    expect([single.status, bulk.status]).toEqual([413, 413]);
    expect([single.body.key, bulk.body.key]).toEqual(['ofrep-theme', undefined]);
    for (const { body } of [single, bulk]) expect(body.errorDetails).toContain('1000 bytes');
  });
}

function describeUnknownPaths(setting: () => Setting): void {
  it.each(['/ofrep/v1/flags', '/ofrep', '/evaluate/banner'])(
    '%s is 404, which a page may read',
    async (path) => {
      const { edge, keys } = setting();
      await expectPreflight(edge.url + path, APP, ['authorization', 'content-type']);
      const response = await fetch(edge.url + path, {
        method: 'POST',
        headers: { origin: APP, authorization: `Bearer ${keys.client}` },
        body: '{}',
      });
      expect(response.status).toBe(404);
      expect(response.headers.get('access-control-allow-origin')).toBe(APP);
      expect(response.headers.get('vary')).toContain('Origin');
      expect(await response.json()).toMatchObject({ errorDetails: expect.stringContaining(path) });
    },
  );

  it.each(['/', '/stream/x', '/evaluated', '/relay'])(
    '%s is 404, and none of any page’s business',
    async (path) => {
      const { edge } = setting();
      const headers = { origin: APP };
      for (const method of ['OPTIONS', 'GET']) {
        const response = await fetch(edge.url + path, { method, headers });
        expect(response.status).toBe(404);
        expect(response.headers.has('access-control-allow-origin')).toBe(false);
      }
    },
  );
}
