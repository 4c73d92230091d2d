import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { EVENT_SOURCE_LIBRARIES, type ReadCommand } from './event-source-libraries.ts';
import { type FlagStreamServer, startFlagStreamServer } from './flag-stream-server.ts';
import { areInstalled, DOWNLOAD_TIMEOUT_MS } from './toolchains.ts';

const readEvent = z.object({ event: z.string(), id: z.string(), data: z.string() });
type ReadEvent = z.infer<typeof readEvent>;

/** Reads the stream until the test has finished. The events that arrive are added to the list that it returns. */
type Read = (stream: FlagStreamServer) => Promise<readonly ReadEvent[]>;

function readWith(commandOf: () => readonly [command: string, ...args: string[]]): readonly ReadEvent[] {
  const [command, ...args] = commandOf();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const events: ReadEvent[] = [];
  createInterface(child.stdout).on('line', (line) => events.push(readEvent.parse(JSON.parse(line))));
  return events;
}

async function startStream(script?: string): Promise<FlagStreamServer> {
  const stream = await startFlagStreamServer(script);
  onTestFinished(() => stream.stop());
  return stream;
}

/** Snapshot, heartbeats, change, heartbeats. Returns the position of the change. */
async function expectOnlyEvents(stream: FlagStreamServer, read: Read): Promise<readonly ReadEvent[]> {
  const events = await read(stream);
  await eventually('the snapshot', () => events.length > 0, 30_000);
  stream.sendHeartbeats(3);
  const position = stream.change();
  await eventually('the change', () => events.length > 1, 15_000);
  stream.sendHeartbeats(3);
  const next = stream.change();
  await eventually('the next change', () => events.length > 2, 15_000);
  expect(events.map(({ event }) => event)).toEqual(['snapshot', 'delta', 'delta']);
  expect(events.slice(1).map(({ id }) => id)).toEqual([position, next]);
  for (const { data } of events) expect(JSON.parse(data)).toHaveProperty('flags');
  return events;
}

/** The end of the stream, a new one from the same position, heartbeats, a change. */
async function expectResumption(stream: FlagStreamServer, events: readonly ReadEvent[]): Promise<void> {
  const held = events.at(-1)?.id;
  stream.endStreams();
  // `retry:` says 1 s.
  await eventually('it is back', () => stream.requests.length === 2, 5_000);
  stream.sendHeartbeats(3);
  const position = stream.change();
  await eventually('the change', () => events.at(-1)?.id === position, 15_000);
  expect(stream.requests).toEqual([undefined, held]);
  expect(events.map(({ event }) => event)).toEqual(['snapshot', 'delta', 'delta', 'delta']);
}

describe.each(EVENT_SOURCE_LIBRARIES)('in $language', ({ language, needs, libraries, prepare }) => {
  const installed = areInstalled(`event streams in ${language}`, needs);
  let command: ReadCommand;
  beforeAll(() => {
    if (installed) command = prepare();
  }, DOWNLOAD_TIMEOUT_MS);

  it.runIf(installed).each(libraries)(
    '$name makes events of snapshots and changes, and none of heartbeats',
    async ({ name, reconnects }) => {
      const stream = await startStream();
      const events = await expectOnlyEvents(stream, async ({ url }) => readWith(() => command(name, url)));
      if (reconnects) await expectResumption(stream, events);
    },
  );
});

it('@microsoft/fetch-event-source makes events of snapshots and changes, and none of heartbeats', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('fetch-event-source.browser.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  const stream = await startStream(outputFiles.map(({ text }) => text).join(''));
  const events = await expectOnlyEvents(stream, async ({ url }) => {
    const received: ReadEvent[] = [];
    const browser = await launchChromium();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.exposeFunction('report', (event: unknown) => received.push(readEvent.parse(event)));
    await page.goto(new URL('/', url).href);
    return received;
  });
  await expectResumption(stream, events);
});
