import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

/** What the server of one test has done. */
interface Counts {
  begun: number;
  cut: number;
}

let edge: TestEdge;
beforeAll(async () => {
  const flags = Array.from({ length: 3_000 }, (_, index) => booleanFlag(`flag-${index}`));
  edge = createTestEdge([await keyRecord('server', 'own', [OWN])], flags);
});

// Each test has a server of its own: a request of the test before may still begin after its client has left.
let server: RunningServer;
let counts: Counts;
beforeEach(async () => {
  counts = { begun: 0, cut: 0 };
  server = await startCountingServer(counts);
});
afterEach(() => server.close(0));

function startCountingServer(counted: Counts): Promise<RunningServer> {
  const counting: HotPath = {
    handles: (method, path) => edge.hotPath.handles(method, path),
    answer(request) {
      counted.begun += 1;
      return edge.hotPath.answer(request);
    },
  };
  const routed = getRequestListener(edge.app.fetch);
  const listener = createHotListener({
    hotPath: counting,
    rest(incoming, outgoing) {
      counted.begun += 1;
      return routed(incoming, outgoing);
    },
    clock: systemClock,
    logger: silentLogger,
  });
  const onCut = () => {
    counted.cut += 1;
  };
  return startEdgeServer(listener, { host: '127.0.0.1', port: 0 }, { unread: { onCut, limits: LIMITS } });
}

/** A client that has sent its requests and reads nothing yet. */
function sendAhead(body: string): Socket {
  const socket = connect(server.port, '127.0.0.1').pause();
  socket.on('error', () => {});
  const head = `POST ${BULK} HTTP/1.1\r\nhost: edge\r\nauthorization: Bearer ${KEY}\r\n`;
  socket.write(`${head}${body}`.repeat(REQUESTS));
  return socket;
}

describe.each(Object.entries(BODIES))('requests sent ahead, answered by %s', (_, body) => {
  it('are not begun while the answers before them wait to be read', async () => {
    const socket = sendAhead(body);
    await expect.poll(() => counts.begun).toBeGreaterThan(0);
    await new Promise((over) => setTimeout(over, 200));
    // What the operating system buffers on both sides of a connection, and one answer more.
    expect(counts.begun).toBeLessThan(60);
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
    expect(counts.begun).toBe(REQUESTS);
    expect(counts.cut).toBe(0);
    socket.destroy();
  });

  it('end with the connection if the client never reads', async () => {
    const socket = sendAhead(body);
    await expect.poll(() => counts.cut, { timeout: 5_000 }).toBe(1);
    const before = counts.begun;
    socket.resume();
    await once(socket, 'close');
    expect(counts.begun).toBe(before);
  });
});
