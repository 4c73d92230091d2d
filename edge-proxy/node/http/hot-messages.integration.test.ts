import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../node-process/http-server.ts';
import { startEdgeServer } from './edge-server.ts';
import type { HotRequest, HotResponse, HttpListener } from './hot-messages.ts';
import { COLLECTS_BODIES, MISSING_NODE_FIELDS } from './hot-messages.ts';

let server: RunningServer | undefined;
afterEach(() => server?.close(0));

const BODY = 'x'.repeat(10);
const POST = `POST / HTTP/1.1\r\nhost: edge.test\r\ncontent-length: ${BODY.length}\r\n\r\n`;
const RENDERED = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** Sends parts to a server with this listener; resolves with the received text once it contains `answers` answers. */
async function exchange(listener: HttpListener, parts: readonly string[], answers: number): Promise<string> {
  server = await startEdgeServer(listener, { host: '127.0.0.1', port: 0 });
  const socket = connect(server.port, '127.0.0.1').setEncoding('utf8').setNoDelay();
  let received = '';
  await once(socket, 'connect');
  for (const part of parts) {
    socket.write(part);
    await new Promise((turn) => setImmediate(turn));
  }
  while (received.split('HTTP/1.1 ').length <= answers) received += (await once(socket, 'data'))[0];
  socket.destroy();
  return received;
}

describe('a request whose body is collected', () => {
  it('gets the whole body, in however many chunks it arrives, without the stream', async () => {
    const bodies: string[] = [];
    const seen: HotRequest[] = [];
    const listener: HttpListener = (incoming, outgoing) => {
      seen.push(incoming);
      incoming.collect(BODY.length, (body) => {
        bodies.push(body.toString());
        outgoing.sendRendered(200, RENDERED);
      });
    };
    const received = await exchange(
      listener,
      [POST, 'xxx', 'xxxxxxx', `${POST}${BODY}`, `${POST}${BODY}`],
      3,
    );
    expect(bodies).toEqual([BODY, BODY, BODY]);
    expect(received).toBe(RENDERED.repeat(3));
    // Node has neither set the streams going to drain them, nor does it wait for their end.
    expect(seen.map((request) => request.readableFlowing)).toEqual([null, null, null]);
    expect(seen.map((request) => request.listenerCount('end'))).toEqual([0, 0, 0]);
    expect(seen.map((request) => request.readableEnded)).toEqual([true, true, true]);
  });

  it('behaves like any other request if it is not collected', async () => {
    const listener: HttpListener = (incoming, outgoing) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      incoming.on('end', () => outgoing.end(`${body} ${incoming.readableEnded}`));
    };
    expect(await exchange(listener, [POST, BODY], 1)).toContain(`${BODY} true`);
  });
});

describe('a rendered answer', () => {
  it.each([
    ['on a connection that stays open', 'HTTP/1.1', 'keep-alive', true],
    ['not if the client closes the connection', 'HTTP/1.1', 'close', false],
    ['not for HTTP/1.0', 'HTTP/1.0', 'keep-alive', false],
  ])('can be sent %s', async (_, version, connection, expected) => {
    const took: boolean[] = [];
    const listener: HttpListener = (_incoming, outgoing: HotResponse) => {
      took.push(outgoing.takesRendered);
      outgoing.end('ok');
    };
    await exchange(listener, [`GET / ${version}\r\nhost: edge.test\r\nconnection: ${connection}\r\n\r\n`], 1);
    expect(took).toEqual([expected]);
  });
});

it('this Node has every field that the fast path uses', () => {
  expect(MISSING_NODE_FIELDS).toEqual([]);
  expect(COLLECTS_BODIES).toBe(true);
});
