import { createServer, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createReadableStreamSink } from '../../test/support/readable-stream-sink.ts';
import { createNodeResponseSink } from './node-response-sink.ts';
import type { StreamSink } from './sink.ts';
import { createWritableStreamSink } from './writable-stream-sink.ts';

/** A sink and its reader, both under the control of the test. */
interface Connection {
  readonly sink: StreamSink;
  /** Reads until this many bytes have arrived, or the stream has ended. */
  read(atLeast: number): Promise<{ readonly bytes: number; readonly ended: boolean }>;
  leave(): Promise<unknown>;
  end(): void;
}

function overReader(sink: StreamSink, body: ReadableStream<Uint8Array>): Connection {
  const reader = body.getReader();
  return {
    sink,
    async read(atLeast) {
      let bytes = 0;
      while (bytes < atLeast) {
        const { done, value } = await reader.read();
        if (done) return { bytes, ended: true };
        bytes += value.byteLength;
      }
      return { bytes, ended: false };
    },
    leave: () => reader.cancel(),
    end: () => {},
  };
}

async function overHttp(): Promise<Connection> {
  let opened: (sink: StreamSink) => void = () => {};
  const sink = new Promise<StreamSink>((resolve) => {
    opened = resolve;
  });
  const server = createServer((_, response) => {
    response.writeHead(200);
    response.flushHeaders();
    opened(createNodeResponseSink(response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const { port } = address;
  const outgoing = request({ port, host: '127.0.0.1' });
  outgoing.end();
  const response = await new Promise<import('node:http').IncomingMessage>((resolve) =>
    outgoing.once('response', resolve),
  );
  let bytes = 0;
  let ended = false;
  response.on('error', () => {});
  response.once('close', () => {
    ended = true;
  });
  return {
    sink: await sink,
    async read(atLeast) {
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
      });
      await expect.poll(() => bytes >= atLeast || ended, { timeout: 10_000 }).toBe(true);
      return { bytes, ended };
    },
    leave: async () => outgoing.destroy(),
    end: () => {
      outgoing.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

const kinds: readonly [string, () => Promise<Connection>][] = [
  ['a Node response', overHttp],
  [
    'a ReadableStream',
    async () => {
      const { sink, body } = createReadableStreamSink();
      return overReader(sink, body);
    },
  ],
  [
    'the writer of a TransformStream',
    async () => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      return overReader(createWritableStreamSink(writable), readable);
    },
  ],
];
const LARGE = 32 * 1024 * 1024;

describe.each(kinds)('a sink over %s', (_, connect) => {
  it('passes bytes on, and counts those that the reader has not read', async () => {
    const { sink, read, end } = await connect();
    let drained = 0;
    sink.onDrained(() => {
      drained += 1;
    });
    sink.write(new Uint8Array(LARGE));
    sink.write(new Uint8Array(10));
    expect(sink.bufferedBytes).toBeGreaterThan(LARGE / 2);
    expect(await read(LARGE + 10)).toEqual({ bytes: LARGE + 10, ended: false });
    await expect.poll(() => sink.bufferedBytes).toBe(0);
    await expect.poll(() => drained).toBeGreaterThan(0);
    end();
  });

  it('reports once that the reader has disconnected, and then does nothing', async () => {
    const { sink, leave, end } = await connect();
    let closed = 0;
    sink.onClosed(() => {
      closed += 1;
    });
    await leave();
    await expect
      .poll(() => {
        sink.write(new Uint8Array(1));
        return closed;
      })
      .toBe(1);
    sink.write(new Uint8Array(LARGE));
    expect(sink.bufferedBytes).toBe(0);
    sink.close();
    expect(closed).toBe(1);
    let late = 0;
    sink.onClosed(() => {
      late += 1;
    });
    expect(late).toBe(1);
    end();
  });

  it('ends the stream when it is closed, also twice', async () => {
    const { sink, read, end } = await connect();
    sink.close();
    sink.close();
    expect((await read(1)).ended).toBe(true);
    end();
  });
});
