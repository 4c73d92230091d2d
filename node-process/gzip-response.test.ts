import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createNodeResponseSink, type NodeResponse } from '../shared/streaming/node-response-sink.ts';
import { createGzipResponse } from './gzip-response.ts';

/** A response whose client reads only when the test says so. */
function createResponse() {
  const sent: Uint8Array[] = [];
  let unread = 0;
  const drained: (() => void)[] = [];
  const ended = { destroyed: false, writableEnded: false };
  const response: NodeResponse = {
    get destroyed() {
      return ended.destroyed;
    },
    get writableEnded() {
      return ended.writableEnded;
    },
    get writableLength() {
      return unread;
    },
    write(bytes: Uint8Array) {
      sent.push(bytes);
      unread += bytes.byteLength;
      return false;
    },
    end(last?: Uint8Array) {
      if (last !== undefined) sent.push(last);
      ended.writableEnded = true;
    },
    destroy() {
      ended.destroyed = true;
    },
    on(event, listener) {
      if (event === 'drain') drained.push(listener);
    },
  };
  return {
    response,
    sent,
    bytes: () => Buffer.concat(sent),
    read: () => {
      unread = 0;
      for (const listener of drained) listener();
    },
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const SNAPSHOT = bytesOf(`data: ${'{"key":"flag","value":true},'.repeat(20_000)}\n\n`);
const DELTA = bytesOf('event: delta\ndata: {}\n\n');
const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

it('sends one gzip stream of everything, in order, whatever waits for compression', async () => {
  const { response, bytes, read, sent } = createResponse();
  const gzip = createGzipResponse(response);
  const long = bytesOf('x'.repeat(16_383));
  const parts = [DELTA, SNAPSHOT, DELTA, new Uint8Array(200_000).fill(65), DELTA, long, new Uint8Array()];
  for (const part of parts) gzip.write(part);
  await expect.poll(() => sent.length).toBe(1 + parts.length);
  expect(gzip.writableLength).toBeGreaterThan(0);
  read();
  expect(gzip.writableLength).toBe(0);
  gzip.end();
  expect(gunzipSync(bytes()).equals(Buffer.concat(parts))).toBe(true);
  expect(bytes().byteLength).toBeLessThan(SNAPSHOT.byteLength / 10);
});

it('sends short writes at once and long ones compressed once for all responses', async () => {
  const [one, other] = [createResponse(), createResponse()];
  const [first, second] = [createGzipResponse(one.response), createGzipResponse(other.response)];
  first.write(DELTA);
  expect(Buffer.concat(one.sent).includes(Buffer.from(DELTA))).toBe(true);
  const snapshot = bytesOf(`data: ${'a'.repeat(100_000)}\n\n`);
  first.write(snapshot);
  second.write(snapshot);
  await expect.poll(() => other.sent.length).toBe(2);
  expect(one.sent.at(-1)).toBe(other.sent.at(-1));
});

it('counts what is not read in bytes before compression, until all is read', async () => {
  const { response, read, sent } = createResponse();
  const sink = createNodeResponseSink(createGzipResponse(response));
  sink.write(SNAPSHOT);
  expect(sink.bufferedBytes).toBeGreaterThanOrEqual(SNAPSHOT.byteLength);
  await expect.poll(() => sent.length).toBe(2);
  expect(sink.bufferedBytes).toBeGreaterThanOrEqual(SNAPSHOT.byteLength);
  sink.write(DELTA);
  expect(sink.bufferedBytes).toBeGreaterThanOrEqual(SNAPSHOT.byteLength + DELTA.byteLength);
  read();
  expect(sink.bufferedBytes).toBe(0);
});

it('reports nothing as drained while writes wait for compression', async () => {
  const { response, read, sent } = createResponse();
  const gzip = createGzipResponse(response);
  let drained = 0;
  gzip.on('drain', () => {
    drained += 1;
  });
  gzip.write(bytesOf('b'.repeat(50_000)));
  read();
  expect(drained).toBe(0);
  await expect.poll(() => sent.length).toBe(2);
  read();
  expect(drained).toBe(1);
});

it('sends nothing more after the response was destroyed', async () => {
  const { response, sent } = createResponse();
  const gzip = createGzipResponse(response);
  gzip.write(bytesOf('c'.repeat(50_000)));
  gzip.write(DELTA);
  gzip.destroy();
  await turn();
  expect(sent).toHaveLength(1);
});
