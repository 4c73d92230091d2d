import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { costOf, expectBounded } from './attack-cost.ts';
import { type HostileSystem, useHostileSystem } from './hostile-system.ts';
import { isFull, reportCost } from './options.ts';

/** How long each attack lasts. */
const ATTACK_MS = isFull() ? 30_000 : 2_000;
const CONNECTIONS = 200;
/** Connections that send requests ahead. */
const SENDING_AHEAD = 30;
const REQUESTS_EACH = 600;
const UNREAD_MS = isFull() ? 30_000 : 6_000;

const system = useHostileSystem();
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection that reads nothing. */
async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).pause();
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

type Attack = (socket: Socket, system: HostileSystem) => void | Promise<void>;

/** Sends one byte in 200 ms, for as long as the attack lasts. */
const slowly =
  (text: string): Attack =>
  async (socket) => {
    for (const byte of text.repeat(10_000).slice(0, ATTACK_MS / 200)) {
      if (socket.destroyed) return;
      socket.write(byte);
      await sleep(200);
    }
  };

const requestOf = (path: string, key: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nhost: e\r\nauthorization: Bearer ${key}\r\n${more}`;

const ATTACKS: Readonly<Record<string, Attack>> = {
  'send nothing': () => {},
  'send a head byte by byte': slowly('GET /health/live HTTP/1.1\r\nx: '),
  'send a body that does not come': (socket, { serverKey }) =>
    void socket.write(requestOf('/events', serverKey, 'content-length: 1000000\r\n\r\n{')),
  'send chunks without end': async (socket, { serverKey }) => {
    socket.write(requestOf('/events', serverKey, 'transfer-encoding: chunked\r\n\r\n'));
    const chunk = `4000\r\n${'['.repeat(0x4000)}\r\n`;
    for (let sent = 0; sent < 200 && !socket.destroyed; sent++) {
      socket.write(chunk);
      await sleep(20);
    }
  },
  'send a chunk of 2^60 bytes': (socket, { serverKey }) =>
    void socket.write(
      requestOf('/events', serverKey, 'transfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n'),
    ),
  'send a head of 1 MB': (socket) =>
    void socket.write(`GET / HTTP/1.1\r\n${`x-a: ${'y'.repeat(1_000)}\r\n`.repeat(1_000)}`),
  'send bytes that are not HTTP': (socket) => void socket.write(Buffer.alloc(100_000, 0x16)),
  'send two lengths': (socket, { serverKey }) =>
    void socket.write(requestOf('/evaluate', serverKey, 'content-length: 1\r\ncontent-length: 9\r\n\r\n{}')),
  'open a stream and read nothing': (socket, { serverKey }) =>
    void socket.write(`GET /stream HTTP/1.1\r\nhost: e\r\nauthorization: Bearer ${serverKey}\r\n\r\n`),
};

describe.each(['edge', 'controlPlane'] as const)(`${CONNECTIONS} connections to the %s that`, (part) => {
  it.each(Object.entries(ATTACKS))('%s cost others little', async (name, attack) => {
    const now = system();
    const cost = await costOf(now, async () => {
      const opened = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(now[part].url)));
      const attacks = Promise.all(opened.map((socket) => attack(socket, now)));
      await sleep(ATTACK_MS);
      await attacks;
    });
    reportCost(`${part}: ${name}`, cost);
    expectBounded(name, cost);
  });
});

interface SentAhead {
  readonly part: 'edge' | 'controlPlane';
  readonly request: (system: HostileSystem) => string;
}

/** Requests whose answers are large. Kept answers to all of them would take more than a gigabyte. */
const SENT_AHEAD: Readonly<Record<string, SentAhead>> = {
  'bulk evaluations to the edge': {
    part: 'edge',
    request: ({ largeAnswersKey }) =>
      requestOf('/ofrep/v1/evaluate/flags', largeAnswersKey, 'content-length: 2\r\n\r\n{}'),
  },
  'pages of flags to the control plane': {
    part: 'controlPlane',
    request: ({ projectId, tokens }) =>
      `GET /api/projects/${projectId}/flags?limit=100 HTTP/1.1\r\nhost: e\r\nauthorization: Bearer ${tokens.viewer}\r\n\r\n`,
  },
};

describe(`${SENDING_AHEAD} connections that read nothing and each send ${REQUESTS_EACH}`, () => {
  it.each(Object.entries(SENT_AHEAD))('%s cost others little', async (name, { part, request }) => {
    const now = system();
    const cost = await costOf(now, async () => {
      const opened = await Promise.all(Array.from({ length: SENDING_AHEAD }, () => open(now[part].url)));
      for (const socket of opened) socket.write(request(now).repeat(REQUESTS_EACH));
      await sleep(UNREAD_MS);
    });
    reportCost(name, cost);
    expectBounded(name, cost);
  });
});

it('streams that are not read while flags change cost others little', async () => {
  const now = system();
  const { api } = now.controlPlane;
  const cost = await costOf(now, async () => {
    for (const { url } of [now.edge, now.controlPlane]) {
      for (let count = 0; count < CONNECTIONS / 2; count++) {
        const socket = await open(url);
        socket.write(`GET /stream HTTP/1.1\r\nhost: e\r\nauthorization: Bearer ${now.serverKey}\r\n\r\n`);
      }
    }
    for (let change = 0; change < (isFull() ? 300 : 60); change++) {
      await api.configure(now.projectId, 'costly-0', 'production', { enabled: change % 2 === 0 });
    }
  });
  reportCost('streams that are not read', cost);
  expectBounded('streams that are not read', cost);
  expect(now.edge.process.output()).not.toContain('"level":"error"');
});
