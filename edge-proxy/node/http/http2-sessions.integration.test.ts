import { once } from 'node:events';
import type { Http2ServerResponse } from 'node:http2';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  connectFrames,
  END_HEADERS,
  END_STREAM,
  FRAME_TYPE,
  type FrameClient,
  frameOf,
  GET_ROOT,
} from '../../../test/support/http2-frames.ts';
import { createHttp2Sessions, type Http2Sessions } from './http2-sessions.ts';

const LIMITS = { bodyMs: 500, idleMs: 500, unreadMs: 400, checkedEveryMs: 50 };
const INITIAL_WINDOW_SIZE = 4;
const GET = frameOf(FRAME_TYPE.headers, END_HEADERS | END_STREAM, 1, GET_ROOT);

let sessions: Http2Sessions;
let server: Server;
let port: number;
let answers: Http2ServerResponse[];
let unread: number;
let client: FrameClient;

beforeEach(async () => {
  answers = [];
  unread = 0;
  const onUnread = () => {
    unread += 1;
  };
  sessions = createHttp2Sessions((_, response) => answers.push(response), onUnread, LIMITS);
  server = createServer((socket) => sessions.serve(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  port = address.port;
});
afterEach(async () => {
  client.close();
  await sessions.close(100);
  server.close();
});

const has = (type: number) => client.frames.some((frame) => frame.type === type);
const untilClosed = (timeout: number) => expect.poll(() => client.closed, { timeout }).toBe(true);

/** Sends the bytes again and again until the session ends. */
async function repeatUntilClosed(bytes: Buffer, everyMs: number, limitMs: number): Promise<void> {
  for (const end = performance.now() + limitMs; !client.closed && performance.now() < end; ) {
    client.send(bytes);
    await sleep(everyMs);
  }
  expect(client.closed).toBe(true);
}

describe('a session without a stream', () => {
  it('is closed with GOAWAY after its time', async () => {
    client = await connectFrames(port);
    await untilClosed(3_000);
    expect(has(FRAME_TYPE.goaway)).toBe(true);
  });

  it('is closed after its time although it sends PING again and again', async () => {
    client = await connectFrames(port);
    await repeatUntilClosed(frameOf(FRAME_TYPE.ping, 0, 0, Buffer.alloc(8)), 50, 3_000);
  });

  it('is closed after its time although its headers arrive in parts', async () => {
    client = await connectFrames(port);
    client.send(frameOf(FRAME_TYPE.headers, END_STREAM, 1, GET_ROOT));
    await untilClosed(3_000);
    expect(answers).toEqual([]);
  });

  it('is closed after its time although a frame of headers arrives byte by byte', async () => {
    client = await connectFrames(port);
    client.send(frameOf(FRAME_TYPE.headers, END_STREAM, 1, Buffer.alloc(1_000)).subarray(0, 12));
    await repeatUntilClosed(Buffer.from([0x82]), 50, 3_000);
    expect(answers).toEqual([]);
  });
});

it('a session that goes on sending CONTINUATION frames is ended', async () => {
  client = await connectFrames(port);
  client.send(frameOf(FRAME_TYPE.headers, END_STREAM, 1, GET_ROOT));
  const continuation = frameOf(FRAME_TYPE.continuation, 0, 1, Buffer.alloc(0));
  client.send(...Array.from({ length: 100 }, () => continuation));
  await untilClosed(400);
  expect(answers).toEqual([]);
});

it.each([
  ['SETTINGS', frameOf(FRAME_TYPE.settings, 0, 0)],
  ['PING', frameOf(FRAME_TYPE.ping, 0, 0, Buffer.alloc(8))],
])('a session that sends %s frames and does not read their acknowledgements is ended', async (_, frame) => {
  client = await connectFrames(port);
  // A stream keeps the session from being idle.
  client.send(GET);
  client.stopReading();
  await repeatUntilClosed(Buffer.concat(Array.from({ length: 20_000 }, () => frame)), 5, 15_000);
});

it('a stream without a window is reset after its time', async () => {
  client = await connectFrames(port, [INITIAL_WINDOW_SIZE, 0]);
  client.send(GET);
  await expect.poll(() => answers.length).toBe(1);
  answers[0]?.end('x'.repeat(1_000));
  await expect.poll(() => has(FRAME_TYPE.rstStream), { timeout: 3_000 }).toBe(true);
  expect(unread).toBe(1);
});

it('a session with a stream outlives the time, and its end lets the stream end after GOAWAY', async () => {
  client = await connectFrames(port);
  client.send(GET);
  await expect.poll(() => answers.length).toBe(1);
  await sleep(2 * LIMITS.idleMs);
  expect(client.closed).toBe(false);
  const closing = sessions.close(5_000);
  await expect.poll(() => has(FRAME_TYPE.goaway)).toBe(true);
  answers[0]?.end('last');
  await closing;
  await untilClosed(1_000);
  const data = client.frames.filter(({ type }) => type === FRAME_TYPE.data);
  expect(Buffer.concat(data.map(({ payload }) => payload)).toString()).toBe('last');
});
