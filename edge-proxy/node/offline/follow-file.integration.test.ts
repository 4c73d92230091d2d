import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogFields, Logger } from '../../../shared/logging/logger.ts';
import { openEdgeFixture } from '../../../test/support/edge/edge-fixture.ts';
import { secretOf } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { type RunningEdge, startEdge } from '../start-edge.ts';
import { sha256Of } from './stable-ids.ts';

const SERVER = secretOf('server', 'offline');
const CLIENT = secretOf('client', 'offline');
const WAIT = { timeout: 10_000, interval: 25 };

let folder: string;
let edges: RunningEdge[];
let logged: { message: string; fields: LogFields }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sf-offline-'));
  edges = [];
  logged = [];
});

afterEach(async () => {
  await Promise.all(edges.map((edge) => edge.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const ignore = () => {};
const note = (message: string, fields: LogFields = {}) => void logged.push({ message, fields });
const logger: Logger = { debug: ignore, info: ignore, warn: note, error: note };

function banner(value: string, more: object = {}) {
  return {
    key: 'banner',
    type: 'string',
    enabled: true,
    defaultValue: 'none',
    variations: [
      { key: 'a', value },
      { key: 'b', value: 'other' },
    ],
    rules: [{ serve: { variation: 'a' } }],
    ...more,
  };
}

function fileOf(value: string, more: object = {}): string {
  return JSON.stringify({
    environments: [{ key: 'production', flags: [banner(value, more)] }],
    keys: [
      { kind: 'server', sha256: sha256Of(SERVER) },
      { kind: 'client', sha256: sha256Of(CLIENT), environment: 'production' },
    ],
  });
}

async function serve(file: string, keys: Parameters<typeof startEdge>[0]['offline'] = { file, keys: [] }) {
  const edge = await startEdge(
    {
      offline: keys ?? { file, keys: [] },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      keysMaxAgeMs: Number.POSITIVE_INFINITY,
      readyMaxAgeMs: Number.POSITIVE_INFINITY,
      onUpstreamRejected: 'keep',
      shutdownTimeoutMs: 1_000,
    },
    { logger },
  );
  edges.push(edge);
  return edge;
}

async function ask({ url }: RunningEdge, key = SERVER) {
  const headers = { authorization: `Bearer ${key}` };
  const body = JSON.stringify({ flagKey: 'banner' });
  const response = await fetch(`${url}/evaluate`, { method: 'POST', headers, body });
  const answer: { readonly value?: unknown } = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, body: answer };
}

const valueAt = async (edge: RunningEdge) => (await ask(edge)).body.value;

describe('an edge that serves a file', () => {
  it('logs once which variables have no effect, and nothing if there are none', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    await serve(file);
    expect(logged).toEqual([]);
    await serve(file, { file, keys: [], unused: ['STATE_DIR', 'REDIS_URL'] });
    expect(logged).toEqual([
      {
        message: 'variables have no effect with an offline file',
        fields: { unused: ['STATE_DIR', 'REDIS_URL'] },
      },
    ]);
  });

  it('is ready at once and answers evaluations, OFREP and streams, without any upstream', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    const edge = await serve(file);
    expect((await fetch(`${edge.url}/health/ready`)).status).toBe(200);
    const answer = await ask(edge);
    expect(answer).toMatchObject({ status: 200, body: { value: 'first', reason: 'STATIC' } });
    expect(answer.headers.get('flags-age')).toBe('0');
    expect((await ask(edge, CLIENT)).status).toBe(404);
    expect((await ask(edge, secretOf('server', 'unknown'))).status).toBe(401);

    const authorization = { authorization: `Bearer ${SERVER}` };
    const single = await fetch(`${edge.url}/ofrep/v1/evaluate/flags/banner`, {
      method: 'POST',
      headers: authorization,
      body: '{"context":{}}',
    });
    expect(await single.json()).toMatchObject({ key: 'banner', value: 'first', variant: 'a' });
    const stream = await fetch(`${edge.url}/stream`, { headers: authorization });
    let text = '';
    const decoder = new TextDecoder();
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) text += decoder.decode(chunk, { stream: true });
    })();
    await expect.poll(() => text, WAIT).toContain('event: snapshot');
    writeFileSync(file, fileOf('second'));
    await expect.poll(() => text, WAIT).toContain('"second"');
    await edge.stop();
    await reading;
  });

  it('serves the data of a snapshot event, with keys from OFFLINE_KEYS', async () => {
    const fixture = await openEdgeFixture();
    const flags = [booleanFlag('banner', { version: 7 })];
    const environment = { id: '11111111-1111-4111-8111-111111111111', key: 'production' };
    const snapshot = { protocol: 1, environment, flags, segments: [], committedAt: '2026-03-01T12:00:00Z' };
    await fixture.close();
    const file = join(folder, 'snapshot.json');
    writeFileSync(file, JSON.stringify(snapshot));
    const keys = [{ environment: null, kind: 'server', hash: sha256Of(SERVER) }] as const;
    const edge = await serve(file, { file, keys });
    expect(await ask(edge)).toMatchObject({ status: 200, body: { value: true } });
  });

  it('answers with the same version from two copies of one file', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    const [one, two] = [await serve(file), await serve(file)];
    const version = (await ask(one)).headers.get('flags-version');
    expect((await ask(two)).headers.get('flags-version')).toBe(version);
  });

  it.each([
    ['written in place', (file: string, text: string) => writeFileSync(file, text)],
    [
      'replaced by renaming, as editors do',
      (file: string, text: string) => {
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
      },
    ],
    [
      'removed and created again',
      (file: string, text: string) => {
        unlinkSync(file);
        writeFileSync(file, text);
      },
    ],
  ])('follows a file that is %s', async (_, change) => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    const edge = await serve(file);
    for (const value of ['second', 'third']) {
      change(file, fileOf(value));
      await expect.poll(() => valueAt(edge), WAIT).toBe(value);
    }
  });

  it('follows a file behind a link that is changed, as Kubernetes mounts a ConfigMap', async () => {
    const publish = (name: string, value: string) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'flags.json'), fileOf(value));
      symlinkSync(name, join(folder, '..new'));
      renameSync(join(folder, '..new'), join(folder, '..data'));
    };
    publish('..one', 'first');
    symlinkSync(join('..data', 'flags.json'), join(folder, 'flags.json'));
    const edge = await serve(join(folder, 'flags.json'));
    expect(await valueAt(edge)).toBe('first');
    publish('..two', 'second');
    await expect.poll(() => valueAt(edge), WAIT).toBe('second');
  });

  it('follows its file while another file of the folder changes without pause', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    const edge = await serve(file);
    let written = 0;
    const writing = setInterval(() => writeFileSync(join(folder, 'neighbour.log'), String(written++)), 20);
    try {
      await expect.poll(() => written, WAIT).toBeGreaterThan(5);
      writeFileSync(file, fileOf('second'));
      await expect.poll(() => valueAt(edge), { timeout: 5_000, interval: 25 }).toBe('second');
    } finally {
      clearInterval(writing);
    }
  });

  it('serves the last valid flags while the file is invalid, logs the problems once, and their age grows', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, fileOf('first'));
    const edge = await serve(file);
    writeFileSync(file, fileOf('second', { rules: [{ serve: { variation: 'z' } }] }));
    await expect.poll(() => logged.length, WAIT).toBe(1);
    expect(logged[0]?.fields.problems).toEqual([
      expect.stringMatching(/^environments\[0\]\.flags\[0\]\.rules\[0\]\.serve.*: /),
    ]);
    await expect
      .poll(async () => Number((await ask(edge)).headers.get('flags-age')), WAIT)
      .toBeGreaterThan(1);
    expect(await valueAt(edge)).toBe('first');
    expect(logged).toHaveLength(1);
    writeFileSync(file, fileOf('third'));
    await expect.poll(() => valueAt(edge), WAIT).toBe('third');
  });

  it('does not start with an invalid file, and reports every problem', async () => {
    const file = join(folder, 'flags.json');
    writeFileSync(file, '{"environments": [\n  {"key": "production" "flags": []}\n]}');
    await expect(serve(file)).rejects.toThrow(/line 2, column 2\d: the file is not JSON/);
    writeFileSync(
      file,
      JSON.stringify({
        environments: [{ key: 'production', flags: [banner('x', { enabled: 'yes' })], segement: [] }],
        keys: [{ kind: 'admin' }, { kind: 'server', sha256: 'short' }],
      }),
    );
    await expect(serve(file)).rejects.toThrow(
      /"segement": is not known.*flags\[0\]\.enabled: .*keys\[0\]\.kind: .*keys\[1\]\.sha256: /s,
    );
    writeFileSync(file, JSON.stringify({ environments: [{ key: 'production', flags: [] }] }));
    await expect(serve(file)).rejects.toThrow(/OFFLINE_KEYS/);
    await expect(serve(join(folder, 'missing.json'))).rejects.toThrow(/ENOENT/);
  });
});
