import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../model/limits.ts';
import { invalidRequest } from '../model/request-error.ts';
import type { AppEnv } from './app-env.ts';
import { faultsOfValue, readJsonBody } from './json-body.ts';
import { problemResponse, toRequestError } from './problem.ts';

const app = new Hono<AppEnv>();
app.use((c, next) => readJsonBody(c, { maxBytes: 100 }, next));
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

describe('a body that is refused', () => {
  const detailOf = async (body: string) => (await post(body)).json();

  it('names the place of a syntax fault', async () => {
    expect(await detailOf('{\n "enabled": tru}')).toMatchObject({
      status: 400,
      detail: 'The body is not JSON from line 2, column 13 on.',
    });
  });

  it.each([
    ['too deep', '['.repeat(40), 'is nested deeper than 32 levels'],
    [
      'a number that cannot be held exactly',
      '{"a": [9007199254740993]}',
      'the number at the JSON pointer "/a/0" cannot be held exactly; send it as a string, or round it to a number with at most 15 digits',
    ],
  ])('because of %s', async (_, body, message) => {
    expect(await detailOf(body)).toMatchObject({ status: 400, errors: [{ message }], errorsTotal: 1 });
  });

  it.each([
    ['containers', `[${'[],'.repeat(LIMITS.bodyContainers)}1]`],
    ['values', `[${'0,'.repeat(LIMITS.bodyValues)}1]`],
  ])('because of its number of %s', async (_, body) => {
    const large = new Hono<AppEnv>();
    large.use((c, next) => readJsonBody(c, { maxBytes: LIMITS.configurationBody }, next));
    large.post('/', (c) => c.json({}));
    large.onError((error) => {
      const requestError = toRequestError(error, () => false);
      if (!requestError) throw error;
      return problemResponse(requestError);
    });
    const headers = { 'content-type': 'application/json' };
    expect((await large.request('/', { method: 'POST', body, headers })).status).toBe(400);
  });

  it('lists at most 100 faults, with their total', async () => {
    const faults = Array.from({ length: 5_000 }, (_, index) => ({
      path: `a[${index}]`,
      message: 'is wrong',
    }));
    const error = invalidRequest(faults);
    expect(error.faults).toHaveLength(100);
    expect(await problemResponse(error).json()).toMatchObject({ errors: error.faults, errorsTotal: 5_000 });
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
