import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { assertHistoryIsComplete } from '../support/control-plane/project-records.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { reservePort } from '../support/ports.ts';
import { requirePostgresPrograms } from '../support/postgres-programs.ts';
import { createProcessGroup, ROOT } from '../support/processes.ts';
import { openStream, type SseClient, type SseEvent } from '../support/sse-client.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';

/** The steps of docs/backup-and-restore.md: a dump, changes after it, and a restore that loses them. */
const group = createProcessGroup();
const folder = mkdtempSync(join(tmpdir(), 'sf-backup-'));
const dump = join(folder, 'flags.dump');
let programs: ReturnType<typeof requirePostgresPrograms>;
let server: EmbeddedPostgres;
let plane: RunningControlPlane;
let edge: RunningServer;
let projectId: string;
let serverKey: string;
let relayKey: string;
let environmentId: string;

beforeAll(async () => {
  programs = requirePostgresPrograms();
  server = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    database: 'flags',
    findPort: reservePort,
    settings: { fsync: 'off' },
    binaries: programs,
  });
  plane = await startControlPlane(group, { databaseUrl: server.url, adminToken: newAdminToken() });
  const { api } = plane;
  ({ id: projectId } = await api.createProject('Shop'));
  environmentId = (await api.createEnvironment(projectId, 'production')).id;
  for (const key of ['checkout', 'search']) await api.createFlag(projectId, { key });
  await api.createSegment(projectId, { key: 'beta', included: ['u-1'] });
  serverKey = (await api.createKey(projectId, { kind: 'server', environmentKey: 'production' })).secret;
  relayKey = (await api.createKey(projectId, { kind: 'relay' })).secret;
  edge = await startNodeEdge(group, { upstreamUrl: plane.url, relayKey });
});
afterAll(async () => {
  await group.stopAll();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const configure = (flagKey: string, patch: object) =>
  plane.api.configure(projectId, flagKey, 'production', patch);

const valueAtEdge = async (flagKey: string) =>
  (await evaluateAt(edge.url, serverKey, { flagKey })).body.value;

const untilEdgeServes = (flagKey: string, value: boolean) =>
  eventually(
    `${flagKey} is ${value} at the edge`,
    async () => (await valueAtEdge(flagKey)) === value,
    20_000,
  );

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } };
    execFile(command, args, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: out + err });
    });
  });
}

const verifyAudit = (...heads: readonly string[]) =>
  run(
    process.execPath,
    [
      '--import',
      'tsx',
      'control-plane/audit-main.ts',
      'verify',
      ...heads.flatMap((head) => ['--head', head]),
    ],
    { DATABASE_URL: server.url },
  );

async function readHeads(): Promise<readonly string[]> {
  const { code, output } = await verifyAudit();
  expect({ code, output }).toMatchObject({ code: 0 });
  return [...output.matchAll(/^head: (.+)$/gm)].map(([, head = '']) => head);
}

/** Replaces the database by the one of the dump, as a person would: the lost one is kept under another name. */
async function restore(): Promise<void> {
  const admin = new URL(server.url);
  admin.pathname = '/postgres';
  const sql = postgres(admin.href, { max: 1, onnotice: () => {} });
  await sql`alter database flags rename to flags_lost`;
  await sql`create database flags`;
  await sql.end();
  const restored = await run(programs.pgRestore, ['--exit-on-error', '--dbname', server.url, dump]);
  expect(restored).toEqual({ code: 0, output: '' });
}

async function positionAt(url: string): Promise<string> {
  const stream = await openStream(`${url}/stream?environment=${environmentId}`, { key: relayKey });
  const { id } = await stream.until('a snapshot', ({ event }) => event === 'snapshot');
  stream.close();
  return id;
}

const flagIn = ({ data }: SseEvent, key: string): unknown =>
  JSON.parse(data).flags.find((flag: { readonly key: string }) => flag.key === key);

it('a restored backup is what readers get, and every record of it agrees', { timeout: 180_000 }, async () => {
  await configure('checkout', { defaultValue: true });
  await untilEdgeServes('checkout', true);
  const headsOfBackup = await readHeads();
  const dumped = await run(programs.pgDump, ['--format=custom', '--file', dump, server.url]);
  expect(dumped).toEqual({ code: 0, output: '' });
  const positionOfBackup = await positionAt(plane.url);

  // Lost by the restore. Both sides will have the versions after the backup, with other contents.
  await configure('checkout', { defaultValue: false });
  await configure('search', { defaultValue: true });
  await untilEdgeServes('search', true);
  await untilEdgeServes('checkout', false);
  const lostHeads = await readHeads();
  const lostPosition = await positionAt(plane.url);
  const reader: SseClient = await openStream(`${edge.url}/stream`, { key: serverKey });
  await reader.until('a snapshot', ({ id }) => id === lostPosition);

  await plane.process.stop();
  expect(await valueAtEdge('search')).toBe(true);
  await restore();
  await plane.process.start();

  await untilEdgeServes('checkout', true);
  await untilEdgeServes('search', false);
  expect(await positionAt(plane.url)).toBe(positionOfBackup);
  expect(await positionAt(edge.url)).toBe(positionOfBackup);
  // The stream of an SDK goes back with a snapshot, not with a delta that does not fit.
  const snapshot = await reader.until('the restored snapshot', ({ id }) => id === positionOfBackup, 20_000);
  expect(snapshot.event).toBe('snapshot');
  expect(flagIn(snapshot, 'checkout')).toMatchObject({ defaultValue: true });
  reader.close();

  // Numbers come back, tokens do not: a reader that was away is not taken for one that is up to date.
  await configure('search', { defaultValue: true });
  await configure('search', { defaultValue: false });
  const newPosition = await positionAt(plane.url);
  expect(newPosition.split('-')[0]).toBe(lostPosition.split('-')[0]);
  expect(newPosition).not.toBe(lostPosition);
  const away = await openStream(`${plane.url}/stream`, { key: serverKey, lastEventId: lostPosition });
  const answer = await away.until('an answer to the lost position', () => true);
  expect(answer).toMatchObject({ event: 'snapshot', id: newPosition });
  away.close();
  await eventually('the edge follows', async () => (await positionAt(edge.url)) === newPosition);

  expect(await verifyAudit(...headsOfBackup)).toMatchObject({ code: 0 });
  const cutOff = await verifyAudit(...lostHeads);
  expect(cutOff.code).toBe(3);
  expect(cutOff.output).toMatch(/^cut off: /m);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await assertHistoryIsComplete(sql, projectId).finally(() => sql.end());
});
