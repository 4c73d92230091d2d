import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { httpServerOptions, type RunningServer, startHttpServer } from './http-server.ts';
import { createWebListener } from './web-listener.ts';

let running: RunningServer;
afterEach(() => running.close(0));

/** Starts a server that answers `/large` with 413 without reading the body, and `/slow` with 200 after a second. */
async function start(): Promise<void> {
  const listener = createWebListener(async (request) => {
    const isSlow = new URL(request.url).pathname === '/slow';
    if (isSlow) await sleep(1_000);
    return new Response('answer', { status: isSlow ? 200 : 413 });
  });
  running = await startHttpServer(createServer(httpServerOptions(), listener), {
    host: '127.0.0.1',
    port: 0,
  });
}

/** The statuses of all answers that come over one connection on which the parts are sent with pauses between them. */
async function statusesOf(parts: readonly string[], pauseMs: number): Promise<readonly string[]> {
  const socket = connect(running.port, '127.0.0.1');
  const answers = text(socket);
  for (const part of parts) {
    await new Promise<void>((resolve, reject) =>
      socket.write(part, (error) => (error ? reject(error) : resolve())),
    );
    await sleep(pauseMs);
  }
  return [...(await answers).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? '');
}

const SIZE = 5_000_000;
const head = (path: string, rest = '') => `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}`;
const last = `${head('/slow', 'Content-Length: 0\r\nConnection: close\r\n')}\r\n`;

test('after a body that is too large the connection answers the next request', async () => {
  await start();
  const large = `${head('/large', `Content-Length: ${SIZE}\r\n`)}\r\n${'x'.repeat(SIZE)}`;
  expect(await statusesOf([large, last], 50)).toEqual(['413', '200']);
});

test('a body that is too large and arrives slowly is answered once it has arrived', async () => {
  await start();
  const half = 'x'.repeat(SIZE / 2);
  const opened = `${head('/large', `Content-Length: ${SIZE}\r\n`)}\r\n${half}`;
  expect(await statusesOf([opened, half, last], 700)).toEqual(['413', '200']);
});
