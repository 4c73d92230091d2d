import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createRequestsInTurn, inTurn, REPORTS_TURN } from './requests-in-turn.ts';

const server = { close: () => {} };
afterEach(() => server.close());

async function listen(
  listener: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown,
): Promise<number> {
  const http = createServer(listener);
  server.close = () => {
    http.closeAllConnections();
    http.close();
  };
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const address: AddressInfo | string | null = http.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}

/** The whole response to what is sent in one piece. */
async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let received = '';
  for await (const chunk of socket) received += String(chunk);
  return received;
}

it('uses the event of Node for a response that becomes the next of its connection', () => {
  expect(REPORTS_TURN).toBe(true);
});

it.each([true, false])(
  'begins a request after the one before has been answered (reported by Node: %s)',
  async (reported) => {
    const events: string[] = [];
    const port = await listen(
      inTurn((incoming: IncomingMessage, outgoing: ServerResponse) => {
        events.push(`begin ${incoming.url}`);
        let body = '';
        incoming.on('data', (chunk) => {
          body += String(chunk);
        });
        incoming.on('end', () =>
          setTimeout(() => {
            events.push(`end ${incoming.url}`);
            outgoing.end(`<${body}>`);
          }, 5),
        );
      }, createRequestsInTurn(reported)),
    );
    const ask = (name: string, more = '') =>
      `POST /${name} HTTP/1.1\r\nhost: a\r\n${more}content-length: 1\r\n\r\n${name}`;
    const received = await exchange(port, ask('a') + ask('b') + ask('c', 'connection: close\r\n'));
    expect(events).toEqual(['a', 'b', 'c'].flatMap((name) => [`begin /${name}`, `end /${name}`]));
    expect(received.match(/<.>/g)).toEqual(['<a>', '<b>', '<c>']);
  },
);

it('reads no more of a connection than one read while requests of it wait', async () => {
  let begun = 0;
  let received = 0;
  const turns = createRequestsInTurn();
  const taken = inTurn((_: IncomingMessage, outgoing: ServerResponse) => {
    begun += 1;
    setTimeout(() => outgoing.end(), 1);
  }, turns);
  const port = await listen((incoming, outgoing) => {
    received += 1;
    taken(incoming, outgoing);
  });
  const REQUEST = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
  const perRead = Math.ceil((64 * 1024) / REQUEST.length);
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  socket.write(REQUEST.repeat(perRead * 4));
  for (let look = 0; look < 40; look += 1) {
    await new Promise((over) => setTimeout(over, 5));
    expect(received - begun).toBeLessThanOrEqual(2 * perRead);
  }
  expect(begun).toBeGreaterThan(1);
  socket.destroy();
});
