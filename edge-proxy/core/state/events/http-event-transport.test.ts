import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../../../shared/events/event-batch.ts';
import type { Fetch, UpstreamRequest } from '../../model/ports.ts';
import type { SendResult } from './event-transport.ts';
import { createHttpEventTransport } from './http-event-transport.ts';

const NOW = Date.UTC(2026, 10, 22);
const body = new TextEncoder().encode('{"events":[{"id":"1"},{"id":"2"}]}');
const batch: EventBatch = { count: 2, body };

function send(fetch: Fetch, signal = new AbortController().signal): Promise<SendResult> {
  const transport = createHttpEventTransport({
    upstreamUrl: 'http://upstream.test/',
    relayKey: 'sf_rly_secret',
    fetch,
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    now: () => NOW,
  });
  return transport.send(batch, signal);
}

const answering =
  (status: number, body = '', headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response(body, { status, headers });

it('posts the batch with the relay key', async () => {
  const requests: { url: string; request: UpstreamRequest }[] = [];
  const result = await send(async (url, request) => {
    requests.push({ url, request });
    return new Response('{"accepted":2,"rejected":[]}', { status: 202 });
  });
  expect(result).toEqual({ kind: 'accepted', rejected: [] });
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    url: 'http://upstream.test/events',
    request: {
      method: 'POST',
      headers: { authorization: 'Bearer sf_rly_secret', 'content-type': 'application/json' },
      body,
    },
  });
});

it.each<[body: string, rejected: unknown]>([
  ['{"accepted":1,"rejected":[{"index":1,"reason":"too_old"}]}', [{ index: 1, reason: 'too_old' }]],
  [
    '{"rejected":[{"index":"1","reason":"x"},{"index":0},null,{"index":0,"reason":"y"}]}',
    [{ index: 0, reason: 'y' }],
  ],
  ['', []],
  ['<html>', []],
  ['null', []],
])('counts accepted events as accepted, whatever the response body contains: %s', async (body, rejected) => {
  expect(await send(answering(202, body))).toEqual({ kind: 'accepted', rejected });
});

describe('an answer of', () => {
  it.each<[status: number, retryAfter: string | undefined, result: SendResult]>([
    [400, undefined, { kind: 'refused', cause: 'HTTP 400' }],
    [413, undefined, { kind: 'refused', cause: 'HTTP 413' }],
    [401, undefined, { kind: 'retry', cause: 'HTTP 401', afterMs: 60_000 }],
    [403, undefined, { kind: 'retry', cause: 'HTTP 403', afterMs: 60_000 }],
    [404, undefined, { kind: 'retry', cause: 'HTTP 404', afterMs: 60_000 }],
    [302, undefined, { kind: 'retry', cause: 'HTTP 302', afterMs: 60_000 }],
    [429, '7', { kind: 'retry', cause: 'HTTP 429', afterMs: 7_000 }],
    [503, 'Sun, 22 Nov 2026 00:00:30 GMT', { kind: 'retry', cause: 'HTTP 503', afterMs: 30_000 }],
    [503, 'Sat, 21 Nov 2026 00:00:00 GMT', { kind: 'retry', cause: 'HTTP 503', afterMs: 0 }],
    [503, '999999999', { kind: 'retry', cause: 'HTTP 503', afterMs: 300_000 }],
    [503, 'soon', { kind: 'retry', cause: 'HTTP 503', afterMs: 0 }],
    [500, undefined, { kind: 'retry', cause: 'HTTP 500', afterMs: 0 }],
  ])('%i, Retry-After %s', async (status, retryAfter, result) => {
    const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
    expect(await send(answering(status, '{}', headers))).toEqual(result);
  });
});

it('returns a retry if the upstream cannot be reached, with nothing of the events in the reason', async () => {
  const result = await send(() => Promise.reject(new TypeError('fetch failed: sf_rly_secret')));
  expect(result).toEqual({ kind: 'retry', cause: 'TypeError' });
});

it('stops when its signal aborts', async () => {
  const controller = new AbortController();
  const hanging: Fetch = (_url, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const result = send(hanging, controller.signal);
  controller.abort();
  expect(await result).toEqual({ kind: 'retry', cause: 'timeout' });
});
