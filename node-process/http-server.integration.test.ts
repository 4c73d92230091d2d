import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { httpServerOptions, type RunningServer, startHttpServer } from './http-server.ts';

/** A reader reconnects this long after its stream has ended: later than a sweep, which runs every 5 ms. */
const RECONNECT_MS = 20;

let running: RunningServer;
let agent: Agent;
let responses: ServerResponse[];
afterEach(async () => {
  agent.destroy();
  await running.close(0);
});

/** Starts a server whose responses stay open, and opens two of them over connections that the client keeps alive. */
async function openTwoStreams(): Promise<readonly [IncomingMessage, IncomingMessage]> {
  responses = [];
  agent = new Agent({ keepAlive: true });
  const server = createServer(httpServerOptions(), (_, response) => {
    responses.push(response);
    response.write('open\n');
  });
  running = await startHttpServer(server, { host: '127.0.0.1', port: 0 });
  return [await openStream(), await openStream()];
}

function openStream(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: running.port, agent }, resolve).once('error', reject);
  });
}

/** Waits until the response has been received as a whole; the agent can then use its connection again. */
async function untilEnded(response: IncomingMessage): Promise<void> {
  response.resume();
  await new Promise((resolve) => response.once('end', resolve));
}

test('while a server closes, a client cannot open a stream over the connection of one that has ended', async () => {
  const [first, second] = await openTwoStreams();
  const closed = running.close();
  responses[0]?.end();
  await untilEnded(first);

  await sleep(RECONNECT_MS);
  await expect(openStream()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
  expect(responses).toHaveLength(2);

  responses[1]?.end();
  await untilEnded(second);
  await closed;
});

test('a server that closes cuts responses that are still open after the grace period', async () => {
  const [, second] = await openTwoStreams();
  const cut = new Promise((resolve) => second.once('error', resolve));
  second.resume();
  await running.close(50);
  expect(await cut).toMatchObject({ code: 'ECONNRESET' });
});

test('a connection on which no request has begun does not delay the end of a server', async () => {
  agent = new Agent();
  running = await startHttpServer(createServer(httpServerOptions()), { host: '127.0.0.1', port: 0 });
  const unused = connect({ host: '127.0.0.1', port: running.port });
  await once(unused, 'connect');
  const closed = once(unused, 'close');
  const began = performance.now();
  await running.close(10_000);
  expect(performance.now() - began).toBeLessThan(5_000);
  await closed;
});
