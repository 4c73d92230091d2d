import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { AppEnv } from './app-env.ts';
import { faultsOfValue, readJsonBody } from './json-body.ts';
import { problemResponse, toRequestError } from './problem.ts';

const app = new Hono<AppEnv>();
app.use((c, next) => readJsonBody(c, 100, next));
app.post('/', async (c) => c.json(await c.req.json()));
app.onError((error) => {
  const requestError = toRequestError(error, () => false);
  if (!requestError) throw error;
  return problemResponse(requestError);
});

const post = (
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => app.request('/', { method: 'POST', body, headers });

describe('a body', () => {
  it('reaches the handler unchanged', async () => {
    const response = await post('{"a": [1, "ü😀", null]}', {
      'content-type': 'application/json; charset=utf-8',
    });
    expect(await response.json()).toEqual({ a: [1, 'ü😀', null] });
  });

  it.each([
    ['without a content type', '{}', {}, 415],
    ['of another type', '{}', { 'content-type': 'text/plain' }, 415],
    ['of a type that only looks like JSON', '{}', { 'content-type': 'application/jsonx' }, 415],
    ['that is compressed', '{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    ['that is empty', '', { 'content-type': 'application/json' }, 400],
    ['that is not JSON', '{"a": }', { 'content-type': 'application/json' }, 400],
    ['that is too long', `"${'x'.repeat(100)}"`, { 'content-type': 'application/json' }, 413],
    [
      'that declares too large a length',
      '{}',
      { 'content-type': 'application/json', 'content-length': '101' },
      413,
    ],
  ])('%s is refused', async (_, body, headers, status) => {
    const response = await post(new TextEncoder().encode(body), { ...headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('without a declared length is refused once it is too long', async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('[[[[[[[[[['));
      },
    });
    const request = new Request('http://x/', {
      method: 'POST',
      body: stream,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    });
    expect((await app.request(request)).status).toBe(413);
  });
});

describe('a JSON value', () => {
  it.each([
    [{ a: [{ b: 'nul \0' }] }, 'a[0].b'],
    [{ list: ['valid', 'half \ud800'] }, 'list[1]'],
    [{ a: ['\udc00'] }, 'a[0]'],
    [{ 'bad\0key': 1 }, ''],
    [JSON.parse('{"n": [1e400]}'), 'n[0]'],
  ])('that cannot be stored is refused: %j', (value, path) => {
    expect(faultsOfValue(value).map((fault) => fault.path)).toEqual([path]);
  });

  it('with the deepest nesting that a parser can read does not overflow the stack', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(faultsOfValue(deep)).toMatchObject([{ message: 'is nested deeper than 32 levels' }]);
  });

  it('with surrogate pairs is accepted', () => {
    expect(faultsOfValue({ a: ['😀', '👩‍👩‍👧'] })).toEqual([]);
  });
});
