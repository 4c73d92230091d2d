import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../node-process/http-server.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { systemClock } from '../../../shared/model/clock.ts';
import { createTestEdge, keyRecord, OWN, secretOf } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import type { HotPath } from '../../core/http/hot-path.ts';
import { startEdgeServer } from './edge-server.ts';
import { createHotListener } from './hot-listener.ts';

const KEY = secretOf('server', 'own');
const REQUESTS = 400;
const BULK = '/ofrep/v1/evaluate/flags';
/** Without a declared length Hono answers it. */
const BODIES = {
  'the hot path': 'content-length: 2\r\n\r\n{}',
  Hono: 'transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
};
const LIMITS = { cutAfterMs: 400, checkedEveryMs: 50 };

let server: RunningServer;
let begun = 0;
let cut = 0;
beforeAll(async () => {
  const flags = Array.from({ length: 3_000 }, (_, index) => booleanFlag(`flag-${index}`));
  const edge = createTestEdge([await keyRecord('server', 'own', [OWN])], flags);
  const { hotPath } = edge;
  const counting: HotPath = {
    handles: (method, path) => hotPath.handles(method, path),
    answer(request) {
      begun += 1;
      return hotPath.answer(request);
    },
  };
  const routed = getRequestListener(edge.app.fetch);
  const listener = createHotListener({
    hotPath: counting,
    rest(incoming, outgoing) {
      begun += 1;
      return routed(incoming, outgoing);
    },
    clock: systemClock,
    logger: silentLogger,
  });
  const onCut = () => {
    cut += 1;
  };
  server = await startEdgeServer(
    listener,
    { host: '127.0.0.1', port: 0 },
    { unread: { onCut, limits: LIMITS } },
  );
});
afterAll(() => server.close(0));

/** A client that has sent its requests and reads nothing yet. */
function sendAhead(body: string): Socket {
  const socket = connect(server.port, '127.0.0.1').pause();
  socket.on('error', () => {});
  const head = `POST ${BULK} HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${KEY}\r\n`;
  socket.write(`${head}${body}`.repeat(REQUESTS));
  begun = 0;
  cut = 0;
  return socket;
}

describe.each(Object.entries(BODIES))('requests sent ahead, answered by %s', (_, body) => {
  it('are not begun while the answers before them wait to be read', async () => {
    const socket = sendAhead(body);
    await expect.poll(() => begun).toBeGreaterThan(0);
    await new Promise((over) => setTimeout(over, 200));
    // What the operating system buffers on both sides of a connection, and one answer more.
    expect(begun).toBeLessThan(60);
    socket.destroy();
  });

  it('are all answered, in order, once the client reads', async () => {
    const socket = sendAhead(body);
    await new Promise((over) => setTimeout(over, 200));
    let answers = 0;
    let rest = '';
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString('latin1')).split('HTTP/1.1 200 OK');
      answers += parts.length - 1;
      rest = parts.at(-1)?.slice(-20) ?? '';
    });
    socket.resume();
    await expect.poll(() => answers, { timeout: 20_000 }).toBe(REQUESTS);
    expect(begun).toBe(REQUESTS);
    expect(cut).toBe(0);
    socket.destroy();
  });

  it('end with the connection if the client never reads', async () => {
    const socket = sendAhead(body);
    await expect.poll(() => cut, { timeout: 5_000 }).toBe(1);
    const before = begun;
    socket.resume();
    await once(socket, 'close');
    expect(begun).toBe(before);
  });
});
