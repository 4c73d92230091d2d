import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { booleanFlag } from './support/flags.ts';
import { reservePort } from './support/ports.ts';
import { createProcessGroup, type ManagedProcess } from './support/processes.ts';

const KEY = `sf_srv_${'x'.repeat(43)}`;
const CONNECTIONS = 8;
const REQUESTS_EACH = 600;
/** Eight connections take about 40 MB. Answers to all of their requests would take more than a gigabyte. */
const ALLOWED_GROWTH = 150 * 1024 * 1024;

const group = createProcessGroup();
const folder = mkdtempSync(join(tmpdir(), 'sf-unread-'));
const clients: Socket[] = [];
let edge: ManagedProcess;
let port = 0;

beforeAll(async () => {
  const file = join(folder, 'flags.json');
  const flags = Array.from({ length: 3_000 }, (_, index) => booleanFlag(`flag-${index}`));
  writeFileSync(file, JSON.stringify({ environments: [{ key: 'production', flags }] }));
  port = await reservePort();
  edge = await group.start({
    name: 'edge',
    module: 'edge-proxy/node/main.ts',
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: '0',
      OFFLINE_FILE: file,
      OFFLINE_KEYS: KEY,
    },
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  });
});
afterAll(() => {
  for (const client of clients) client.destroy();
});

/** As the kernel counts it. */
function memoryOf(process: ManagedProcess): number {
  const pages = readFileSync(`/proc/${process.pid()}/statm`, 'latin1').split(' ')[1];
  return Number(pages) * 4096;
}

/** Sends many requests in one piece, and never reads. */
async function sendWithoutReading(): Promise<void> {
  const client = connect(port, '127.0.0.1').pause();
  clients.push(client);
  await once(client, 'connect');
  const head = `POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nhost: e\r\nauthorization: Bearer ${KEY}\r\n`;
  client.write(`${head}content-length: 2\r\n\r\n{}`.repeat(REQUESTS_EACH));
}

async function evaluate(): Promise<number> {
  const headers = { authorization: `Bearer ${KEY}` };
  const url = `http://127.0.0.1:${port}/evaluate`;
  const response = await fetch(url, { method: 'POST', headers, body: '{"flagKey":"flag-1"}' });
  await response.arrayBuffer();
  return response.status;
}

it('clients that send many requests and read no answer cost a bounded amount of memory', async () => {
  expect(await evaluate()).toBe(200);
  const before = memoryOf(edge);
  await Promise.all(Array.from({ length: CONNECTIONS }, sendWithoutReading));
  let most = 0;
  const until = Date.now() + 6_000;
  while (Date.now() < until) {
    const begun = Date.now();
    expect(await evaluate()).toBe(200);
    expect(Date.now() - begun).toBeLessThan(5_000);
    most = Math.max(most, memoryOf(edge) - before);
    await new Promise((over) => setTimeout(over, 100));
  }
  expect(most).toBeLessThan(ALLOWED_GROWTH);
});
