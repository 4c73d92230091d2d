import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
  const projectId = await createProject(plane.api);
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
});
afterAll(() => plane.stop());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const audit = (...args: readonly string[]) => run({ DATABASE_URL: plane.database.url }, args);

function run(settings: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'control-plane/audit-main.ts', ...args];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

it('exports every chain, and verifies the file without a database', async () => {
  const heads = [...(await audit('verify')).out.matchAll(/^head: (.+)$/gm)].map(([, head = '']) => head);
  const { code, out, err } = await audit('export');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const folder = await mkdtemp(join(tmpdir(), 'sf-audit-'));
  const file = join(folder, 'audit.jsonl');
  await writeFile(file, out);
  const verify = () => run({}, ['verify', '--file', file, ...heads.flatMap((head) => ['--head', head])]);
  const whole = await verify();
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect([...whole.out.matchAll(/^head: (.+)$/gm)].map(([, head]) => head).sort()).toEqual([...heads].sort());
  const lines = (await readFile(file, 'utf8')).split('\n');
  const [chain] = heads.at(-1)?.split(':') ?? [];
  const part = await audit('export', '--chain', chain ?? '', '--after', '1');
  const ofChain = lines.filter((line) => line.startsWith(`{"chain":"${chain}"`));
  expect(part.out.split('\n').slice(0, -1)).toEqual(ofChain.slice(1));
  await writeFile(file, out.replace('"action":"create"', '"action":"update"'));
  const changed = await verify();
  expect(changed.code).toBe(3);
  expect(changed.out).toMatch(/^changed: entry .*is not what it was/m);
  await rm(folder, { recursive: true });
});

it('prints the heads, takes them back, and ends with 3 if an entry was changed', async () => {
  const whole = await audit('verify');
  expect(whole).toMatchObject({ code: 0, err: '' });
  const heads = [...whole.out.matchAll(/^head: (.+)$/gm)].map(([, head = '']) => head);
  expect(whole.out).toMatch(/^\d+ entries, 0 faults$/m);
  expect(heads.length).toBeGreaterThan(0);
  const again = await audit('verify', ...heads.flatMap((head) => ['--head', head]));
  expect(again).toMatchObject({ code: 0 });

  const sql = postgres(plane.database.url, { max: 1 });
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update audit_logs set action = 'delete' where resource_type = 'flag'`;
  });
  await sql.end();
  const changed = await audit('verify');
  expect(changed.code).toBe(3);
  expect(changed.out).toMatch(
    /^changed: entry [0-9a-f-]+, chain [0-9a-f-]+: The entry at position \d+ is not what it was/m,
  );
});

it.each([
  [['verify', '--head', 'x']],
  [[]],
  [['other']],
  [['export', '--after', '1']],
  [['export', '--file', 'x']],
])('names what it expects in place of %j', async (args) => {
  const ended = await audit(...args);
  expect(ended.code).toBe(1);
  expect(ended.err).toMatch(/^audit: .*expected/);
});
