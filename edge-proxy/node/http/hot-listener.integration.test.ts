import { once } from 'node:events';
import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../node-process/http-server.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import {
  createTestEdge,
  keyRecord,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../test/support/edge/test-edge.ts';
import { booleanFlag, fallthrough, rollout } from '../../../test/support/flags.ts';
import type { HotPath } from '../../core/http/hot-path.ts';
import { startEdgeServer } from './edge-server.ts';
import { createHotListener } from './hot-listener.ts';

const KEY = secretOf('server', 'own');
const SINGLE = '/ofrep/v1/evaluate/flags/banner';
const BULK = '/ofrep/v1/evaluate/flags';
const ASKED = '{"flagKey":"banner"}';

let edge: TestEdge;
/** The paths of the requests that the hot path answered without Hono. */
let straight: string[];
let failing: Error | undefined;
const logged: unknown[] = [];
const logger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error: (message, fields) => logged.push([message, fields]),
};
let hot: RunningServer;
let routed: RunningServer;

beforeAll(async () => {
  const flags = [
    booleanFlag('banner'),
    booleanFlag('gradual', { rules: [fallthrough(rollout(50_000))] }),
    booleanFlag('name.with-marks_'),
  ];
  edge = createTestEdge([await keyRecord('server', 'own', [OWN])], flags);
  const watched: HotPath = {
    handles: edge.hotPath.handles,
    answer(request) {
      straight.push(request.path);
      if (failing !== undefined) throw failing;
      return edge.hotPath.answer(request);
    },
  };
  const rest = getRequestListener(edge.app.fetch);
  hot = await startEdgeServer(createHotListener({ hotPath: watched, rest, clock: systemClock, logger }), {
    host: '127.0.0.1',
    port: 0,
  });
  routed = await startEdgeServer(rest, { host: '127.0.0.1', port: 0 });
  // After this, both have the key in their caches, and the token of its streams.
  await fetch(`http://127.0.0.1:${routed.port}${BULK}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: '{}',
  });
});
afterAll(() => Promise.all([hot.close(), routed.close()]));
beforeEach(() => {
  straight = [];
  failing = undefined;
  logged.length = 0;
});

/** A request as bytes: what a client library would not let a test send. */
function raw(
  body: string | Buffer = '',
  { method = 'POST', target = '/evaluate', headers = {} }: RawOptions = {},
): Buffer {
  const bytes = Buffer.from(body);
  const all = {
    host: 'edge.test',
    authorization: `Bearer ${KEY}`,
    'content-length': String(bytes.byteLength),
    connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
}

interface RawOptions {
  readonly method?: string;
  readonly target?: string;
  /** `undefined` leaves a header out; a list sends it several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * All that a server sends back until it closes the connection, without the date.
 *
 * @param last sent once the first answer is there
 */
async function exchange({ port }: RunningServer, parts: readonly Buffer[], last?: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let left = last;
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
    if (left === undefined || !/^HTTP\/1\.1 [^1]/m.test(received)) return;
    socket.write(left);
    left = undefined;
  });
  await once(socket, 'connect');
  for (const part of parts) {
    socket.write(part);
    // A turn of the event loop in between, so that the parts arrive as parts.
    await new Promise((turn) => setImmediate(turn));
  }
  await once(socket, 'close');
  return received.replaceAll(/^date: .*\r\n/gim, '');
}

/** The answers of both servers to the same bytes. */
async function bothAnswers(...parts: readonly Buffer[]): Promise<{ hot: string; routed: string }> {
  return { hot: await exchange(hot, parts), routed: await exchange(routed, parts) };
}

/** The same on a connection that stays open, until another request on it ends it. */
async function bothAnswersKeptOpen(...parts: readonly Buffer[]): Promise<{ hot: string; routed: string }> {
  const open = parts.map((part) =>
    Buffer.from(part.toString('latin1').replace('connection: close', 'connection: keep-alive'), 'latin1'),
  );
  const last = raw('', { method: 'GET', target: '/health/live' });
  return { hot: await exchange(hot, open, last), routed: await exchange(routed, open, last) };
}

/** An answer for comparison: header names in lower case and in the order of the alphabet. */
function normal(text: string): readonly string[] {
  return text.split('\r\n\r\n').map((part) => {
    const [first = '', ...lines] = part.split('\r\n');
    const fields = lines.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
    return [first, ...fields.toSorted()].join('\n');
  });
}

const split = (bytes: Buffer, at: number) => [bytes.subarray(0, at), bytes.subarray(at)];

describe('a plain request for a hot route is answered without Hono, with the same bytes', () => {
  it.each<[string, string, readonly Buffer[]]>([
    ['an evaluation', '200', [raw(ASKED)]],
    ['all flags', '200', [raw('{"context":{"targetingKey":"u"}}')]],
    ['a single OFREP evaluation', '200', [raw('{"context":{}}', { target: SINGLE })]],
    ['a flag key of every character', '200', [raw('{}', { target: `${BULK}/name.with-marks_` })]],
    ['a bulk OFREP evaluation', '200', [raw('{"context":{"targetingKey":"u"}}', { target: BULK })]],
    ['a query', '200', [raw('{}', { target: `${BULK}?flagConfigEtag=7-abcd` })]],
    ['an unknown flag', '404', [raw('{}', { target: `${BULK}/nowhere` })]],
    ['a rollout without targeting key', '400', [raw('{}', { target: `${BULK}/gradual` })]],
    ['an empty body', '400', [raw('')]],
    ['an empty body to OFREP', '200', [raw('', { target: SINGLE })]],
    ['a body that is no JSON', '400', [raw('{"flagKey":')]],
    ['a body that is no UTF-8', '400', [raw(Buffer.from([0x7b, 0x22, 0xff, 0xfe]))]],
    ['a body with a byte order mark', '200', [raw(`\ufeff${ASKED}`)]],
    ['a body of many-byte characters', '200', [raw('{"context":{"targetingKey":"äöü-日本-😀"}}')]],
    ['a body cut within a character', '200', split(raw(`{"flagKey":"banner","context":{"a":"😀"}}`), -6)],
    ['a body of the full size', '200', [raw('{"context":{"a":"x"}}'.padEnd(65_536))]],
    ['no key', '401', [raw(ASKED, { headers: { authorization: undefined } })]],
    ['two keys', '401', [raw(ASKED, { headers: { authorization: [`Bearer ${KEY}`, 'Bearer other'] } })]],
    [
      'an upgrade to HTTP/2',
      '200',
      [
        raw(ASKED, {
          headers: {
            connection: 'close, Upgrade, HTTP2-Settings',
            upgrade: 'h2c',
            'http2-settings': 'AAMAAABkAAQAAP__',
          },
        }),
      ],
    ],
    [
      'a wait for 100 Continue',
      '200',
      split(raw(ASKED, { headers: { expect: '100-continue' } }), -ASKED.length),
    ],
    ['a host with port', '200', [raw(ASKED, { headers: { host: '127.0.0.1:8310' } })]],
  ])('%s: %s', async (_, status, parts) => {
    const answers = await bothAnswers(...parts);
    expect(answers.hot).toMatch(new RegExp(`^HTTP/1\\.1 (100 Continue\\r\\n\\r\\nHTTP/1\\.1 )?${status} `));
    expect(normal(answers.hot)).toEqual(normal(answers.routed));
    expect(straight).toHaveLength(1);
    const kept = await bothAnswersKeptOpen(...parts);
    expect(normal(kept.hot)).toEqual(normal(kept.routed));
    expect(kept.hot).toContain('\r\n\r\n{"status":');
    expect(straight).toHaveLength(2);
  });

  it('with 304 if the entity tag still matches, without length and type', async () => {
    const body = '{"context":{"targetingKey":"u"}}';
    const first = await exchange(hot, [raw(body, { target: BULK })]);
    const etag = /^etag: (.*)\r$/im.exec(first)?.[1] ?? '';
    const answers = await bothAnswers(
      raw(body, { target: BULK, headers: { 'if-none-match': ['"x"', etag] } }),
    );
    expect(answers.hot).toMatch(/^HTTP\/1\.1 304 /);
    expect(answers.hot).not.toMatch(/^content-(length|type):/im);
    expect(normal(answers.hot)).toEqual(normal(answers.routed));
    const again = raw(body, { target: BULK, headers: { 'if-none-match': etag } });
    const kept = await bothAnswersKeptOpen(again);
    expect(kept.hot).toMatch(/^HTTP\/1\.1 304 [\s\S]*HTTP\/1\.1 200 /);
    expect(normal(kept.hot)).toEqual(normal(kept.routed));
    expect(straight).toEqual([BULK, BULK, BULK]);
  });

  it('for a key that has to be hashed first', async () => {
    const unknown = `Bearer ${secretOf('server', `new-${crypto.randomUUID()}`)}`;
    const answers = await bothAnswers(raw(ASKED, { headers: { authorization: unknown } }));
    expect(answers.hot).toMatch(/^HTTP\/1\.1 401 /);
    expect(normal(answers.hot)).toEqual(normal(answers.routed));
    expect(straight).toEqual(['/evaluate']);
  });

  it('many at once on one connection, in order', async () => {
    const open = { connection: 'keep-alive' };
    const answers = await bothAnswers(
      Buffer.concat([
        raw(ASKED, { headers: open }),
        raw('{}', { target: `${BULK}/nowhere`, headers: open }),
        raw('', { method: 'GET', target: '/health/live', headers: open }),
        raw('[]', {
          headers: { ...open, authorization: `Bearer ${secretOf('server', crypto.randomUUID())}` },
        }),
        raw('{"context":{}}', { target: SINGLE }),
      ]),
    );
    const statuses = [...answers.hot.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '404', '200', '401', '200']);
    expect(normal(answers.hot)).toEqual(normal(answers.routed));
  });
});

describe('every other request goes to Hono', () => {
  it.each<[string, string, readonly Buffer[]]>([
    ['another method', '405', [raw('', { method: 'PUT' })]],
    ['HEAD', '405', [raw('', { method: 'HEAD' })]],
    ['another route', '200', [raw('', { method: 'GET', target: '/health/live' })]],
    ['a path that is none', '404', [raw(ASKED, { target: '/evaluate/' })]],
    ['a percent-encoded path', '200', [raw('{}', { target: `${BULK}/ban%6Eer` })]],
    ['a dot segment', '200', [raw(ASKED, { target: '/ofrep/../evaluate' })]],
    ['a flag key of dots', '404', [raw('{}', { target: `${BULK}/..` })]],
    ['a whole URL as target', '200', [raw(ASKED, { target: 'http://edge.test/evaluate' })]],
    ['a body over the limit', '413', [raw('x'.repeat(65_537))]],
    [
      'a body of undeclared length',
      '200',
      [
        raw('', { headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' } }),
        Buffer.from(`${ASKED.length.toString(16)}\r\n${ASKED}\r\n0\r\n\r\n`),
      ],
    ],
    ['no body at all', '400', [raw('', { headers: { 'content-length': undefined } })]],
    ['a host that is none', '400', [raw(ASKED, { headers: { host: 'a b' } })]],
    ['two hosts', '400', [raw(ASKED, { headers: { host: ['edge.test', 'other.test'] } })]],
  ])('%s: %s', async (_, status, parts) => {
    const answers = await bothAnswers(...parts);
    expect(answers.hot).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(normal(answers.hot)).toEqual(normal(answers.routed));
    expect(straight).toEqual([]);
  });
});

describe('a client that disconnects within its body', () => {
  it('causes no evaluation and no log line, and the next request is answered', async () => {
    const before = edge.evaluations.length;
    const socket = connect(hot.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(raw(ASKED).subarray(0, -3));
    await new Promise((turn) => setImmediate(turn));
    socket.destroy();
    await once(socket, 'close');
    expect(await exchange(hot, [raw('{}', { target: `${BULK}/nowhere` })])).toMatch(/^HTTP\/1\.1 404 /);
    expect(edge.evaluations.slice(before).map(({ resolution }) => resolution.flagKey)).toEqual(['nowhere']);
    expect(logged).toEqual([]);
  });
});

describe('an unexpected error', () => {
  it.each([
    ['/evaluate', { errorCode: 'GENERAL', errorDetails: expect.any(String) }],
    [SINGLE, { key: 'banner', errorCode: 'GENERAL', errorDetails: expect.any(String), metadata: {} }],
  ])('on %s is answered 500; the log names it, the answer does not', async (target, expected) => {
    failing = new Error('the reason');
    const answer = await exchange(hot, [raw(ASKED, { target })]);
    expect(answer).toMatch(/^HTTP\/1\.1 500 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual(expected);
    expect(answer).not.toContain('the reason');
    expect(logged).toEqual([['request failed', { error: new Error('the reason') }]]);
  });
});
