import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createUpstreamClient } from '../../edge-proxy/node/feed/upstream-client.ts';
import { openStreamSink } from '../../node-process/stream-sink.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { listenOnAnyPort } from '../support/listen.ts';
import { areInstalled } from './toolchains.ts';

/** Opens the stream and reports the length of each event's data when it arrives. */
type Reader = (url: string, report: (length: number) => void) => Promise<void>;

const GO = areInstalled('streams with gzip, read by Go', [['go', 'version']]);

let url: string;
let sink: StreamSink | undefined;
let accepted: string | undefined;
let reportRequest: (length: number) => void = () => {};
const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
  if (incoming.url?.startsWith('/report/')) reportRequest(Number(incoming.url.slice('/report/'.length)));
  if (incoming.url !== '/stream') {
    outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Stream</title>');
    return;
  }
  accepted = incoming.headers['accept-encoding']?.toString();
  sink = openStreamSink(incoming, outgoing);
});
beforeAll(async () => {
  url = `http://127.0.0.1:${await listenOnAnyPort(server)}/stream`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The lengths of all data lines in the chunks of a body, as they arrive. */
async function reportLines(
  chunks: AsyncIterable<Uint8Array>,
  report: (length: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) report(line.length - 'data: '.length);
  }
}

const readWithFetch: Reader = async (address, report) => {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const { body } = await fetch(address, { signal: abort.signal });
  if (body !== null) void reportLines(body, report).catch(() => {});
};

/** As an edge reads its upstream. */
const readAsEdge: Reader = async (address, report) => {
  const client = createUpstreamClient();
  onTestFinished(() => client.close());
  const { signal } = new AbortController();
  const { body } = await client.fetch(address, { method: 'GET', headers: {}, signal });
  const reader = body?.getReader();
  async function* chunks() {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read())
      yield part.value;
  }
  void reportLines(chunks(), report).catch(() => {});
};

/** A Worker that asks for gzip. By itself workerd does not; Cloudflare's network does, and decodes it. It reports by requests. */
const readWithWorker: Reader = async (address, report) => {
  const worker = new Miniflare({
    cf: false,
    compatibilityDate: '2026-04-01',
    modules: true,
    script: `export default {
      async fetch(request) {
        const stream = new URL(request.url).searchParams.get('stream');
        const { body } = await fetch(stream, { headers: { 'accept-encoding': 'gzip' } });
        let text = '';
        for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
          text += chunk;
          const lines = text.split('\\n');
          text = lines.pop();
          for (const line of lines) {
            if (line.startsWith('data: ')) await fetch(new URL('/report/' + (line.length - 6), stream));
          }
        }
        return new Response('the stream has ended');
      },
    };`,
  });
  reportRequest = report;
  onTestFinished(() => worker.dispose());
  void worker
    .dispatchFetch(`http://worker.test/?stream=${encodeURIComponent(address)}`)
    .then((response) => response.text())
    .catch(() => {});
};

const readWithChromium: Reader = async (address, report) => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.exposeFunction('report', report);
  await page.goto(new URL('/page', address).href);
  await page.evaluate(
    `new EventSource(${JSON.stringify(address)}).onmessage = ({ data }) => report(data.length)`,
  );
};

const readWithGo: Reader = async (address, report) => {
  const folder = mkdtempSync(join(tmpdir(), 'sf-go-stream-'));
  const program = join(folder, 'read');
  const source = fileURLToPath(new URL('go-stream/read.go', import.meta.url));
  expect(spawnSync('go', ['build', '-o', program, source], { stdio: 'inherit' }).status).toBe(0);
  const child: ChildProcess = spawn(program, [address], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => report(Number(line)));
  }
};

const READERS: readonly (readonly [name: string, read: Reader])[] = [
  ["Node's fetch", readWithFetch],
  ['an edge', readAsEdge],
  ['workerd', readWithWorker],
  ["Chromium's EventSource", readWithChromium],
  ...(GO ? ([["Go's HTTP client", readWithGo]] as const) : []),
];

describe('a stream with gzip', () => {
  it.each(READERS)('is read event by event by %s', async (_, read) => {
    sink = undefined;
    const lengths: number[] = [];
    await Promise.race([
      read(url, (length) => lengths.push(length)),
      new Promise((wait) => setTimeout(wait, 2_000)),
    ]);
    const opened = await eventually('the stream is open', () => sink ?? false);
    expect(accepted).toContain('gzip');
    // A long event is compressed; the short ones around it are stored. Each must arrive before the next one is sent.
    for (const length of [10, 3_000_000, 20, 70_000, 16_000]) {
      opened.write(new TextEncoder().encode(`data: ${'flag'.repeat(length / 2).slice(0, length)}\n\n`));
      await eventually(`an event of ${length} arrives`, () => lengths.at(-1) === length);
    }
    expect(lengths).toHaveLength(5);
    opened.close();
  });
});
