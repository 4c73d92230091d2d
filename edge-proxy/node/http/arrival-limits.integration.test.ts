import { once } from 'node:events';
import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../node-process/http-server.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import {
  createTestEdge,
  keyRecord,
  OWN,
  secretOf,
  type TestEdge,
} from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { startEdgeServer } from './edge-server.ts';
import { createHotListener } from './hot-listener.ts';

const KEY = secretOf('server', 'own');
const LIMITS = { headersMs: 300, requestMs: 600, checkedEveryMs: 50 };

let edge: TestEdge;
let server: RunningServer;
beforeAll(async () => {
  edge = createTestEdge([await keyRecord('server', 'own', [OWN])], [booleanFlag('banner')]);
  const rest = getRequestListener(edge.app.fetch);
  const listener = createHotListener({
    hotPath: edge.hotPath,
    rest,
    clock: systemClock,
    logger: silentLogger,
  });
  server = await startEdgeServer(listener, { host: '127.0.0.1', port: 0 }, { limits: LIMITS });
});
afterAll(() => server.close());

/** Sends `text` and then nothing; resolves with the response once the other side has closed. */
async function sendAndWait(text: string): Promise<{ readonly answer: string; readonly tookMs: number }> {
  const begun = performance.now();
  const socket = connect(server.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  // A cut connection is what is waited for.
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return { answer, tookMs: performance.now() - begun };
}

const HEAD = `POST /evaluate HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${KEY}\r\n`;

describe('a client that sends slowly', () => {
  it('is answered 408 and disconnected if the head does not arrive', async () => {
    const { answer, tookMs } = await sendAndWait(`${HEAD}x-more: `);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(tookMs).toBeGreaterThanOrEqual(LIMITS.headersMs);
  });

  it.each([
    ['of declared length', 'content-length: 100\r\n\r\n{"flagKey":'],
    ['in chunks', 'transfer-encoding: chunked\r\n\r\n5\r\n{"fla\r\n'],
  ])('is disconnected if a body %s does not arrive', async (_, rest) => {
    const { answer, tookMs } = await sendAndWait(HEAD + rest);
    expect(answer).not.toContain(' 200 ');
    expect(tookMs).toBeGreaterThanOrEqual(LIMITS.requestMs);
  });

  it('does not delay the answers to other clients', async () => {
    const slow = Array.from({ length: 200 }, () => sendAndWait(HEAD));
    const response = await fetch(`http://127.0.0.1:${server.port}/evaluate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: '{"flagKey":"banner"}',
    });
    expect(response.status).toBe(200);
    for (const { answer } of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(edge.evaluations).toHaveLength(1);
  });
});

describe('a client that sends too much', () => {
  it('is answered 431 for a large head', async () => {
    const { answer } = await sendAndWait(`${HEAD}x-more: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('is answered 413 for a large body, before it has sent all of it', async () => {
    const declared = await sendAndWait(`${HEAD}connection: close\r\ncontent-length: 70000\r\n\r\n{`);
    expect(declared.answer).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    const chunked = await sendAndWait(
      `${HEAD}connection: close\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(17)}`,
    );
    expect(chunked.answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});
