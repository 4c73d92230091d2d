import { execFile } from 'node:child_process';
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
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
});
afterAll(() => plane.stop());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function audit(...args: readonly string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'control-plane/audit-main.ts', ...args];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: plane.database.url };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

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

it.each([[['verify', '--head', 'x']], [[]], [['other']]])(
  'names what it expects in place of %j',
  async (args) => {
    const ended = await audit(...args);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/^audit: .*expected/);
  },
);
