import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildFiles } from '../../bin/build/build-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createManagementApi } from '../support/management-api.ts';
import { reservePort } from '../support/ports.ts';
import { newAdminToken } from '../support/system.ts';

const run = promisify(execFile);
/** A user that has no account and no home folder. */
const UNKNOWN_USER = 54_321;
/** Root of a container often may not mount file systems (`CAP_SYS_ADMIN`). */
const canMount =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'sh', '-c', 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp'])
    .status === 0;
if (!canMount) {
  process.stderr.write(
    '\nNOT TESTED: a read-only root. Run this as root, with the right to mount file systems.\n\n',
  );
}

/** Built files, and Node itself, because that of a developer may be in a home folder that others may not enter. */
const folder = mkdtempSync(join(tmpdir(), 'sf-read-only-'));
const built = (name: string) => join(folder, name);
const node = built('node');
const children: ChildProcess[] = [];
let database: TestDatabase;

beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase(), buildFiles(folder)]);
  cpSync(process.execPath, node);
  chmodSync(folder, 0o755);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes every folder read-only that programs write to, in a mount namespace of its own, and then becomes the program. */
const CONFINE = `
  for folder in /tmp /var/tmp /run /dev/shm; do
    if [ -d "$folder" ]; then mount --bind "$folder" "$folder" && mount -o remount,bind,ro "$folder" || exit 99; fi
  done
  mount -o remount,bind,ro / || exit 99
  exec "$@"`;

/** The arguments of `unshare` that run a program with a read-only root. */
function confined(user: number, program: readonly string[]): readonly string[] {
  const drop = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--no-new-privs'];
  return ['--mount', 'sh', '-c', CONFINE, 'sh', ...drop, '--pdeathsig=KILL', ...program];
}

interface Part {
  readonly url: string;
  readonly output: () => string;
  /** Sends SIGTERM and resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
}

async function start(user: number, name: string, env: Readonly<Record<string, string>>): Promise<Part> {
  const port = await reservePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('unshare', confined(user, [node, built(`${name}.mjs`)]), {
    cwd: '/',
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const exited = new Promise<number | null>((ended) => child.once('exit', ended));
  await eventually(`${name} is ready`, async () => {
    if (child.exitCode !== null) throw new Error(text);
    return (await fetch(`${url}/health/ready`)).ok;
  });
  const stop = () => {
    child.kill('SIGTERM');
    return exited;
  };
  return { url, output: () => text, stop };
}

describe.runIf(canMount).each([
  ['an account that does not exist', UNKNOWN_USER],
  ['root', 0],
])('with a read-only root and without a writable /tmp, as %s,', (_, user) => {
  it('nothing can be written', async () => {
    for (const target of [folder, '/tmp', '/dev/shm', '/']) {
      const writing = run('unshare', [...confined(user, ['touch', join(target, 'sf-written')])]);
      await expect(writing, target).rejects.toMatchObject({
        stderr: expect.stringMatching(/Read-only|denied/),
      });
    }
  });

  it('the built control plane and the built edge run and stop', async () => {
    const adminToken = newAdminToken();
    const ownDatabase = await createTestDatabase();
    try {
      const controlPlane = await start(user, 'control-plane', {
        DATABASE_URL: ownDatabase.url,
        BOOTSTRAP_ADMIN_TOKEN: adminToken,
      });
      const api = createManagementApi(controlPlane.url, adminToken);
      const { id } = await api.createProject('Read-only');
      await api.createEnvironment(id, 'production');
      await api.createFlag(id, { key: 'banner' });
      const { secret } = await api.createKey(id, { kind: 'server', environmentKey: 'production' });
      const edge = await start(user, 'edge', {
        UPSTREAM_URL: controlPlane.url,
        RELAY_KEY: (await api.createKey(id, { kind: 'relay' })).secret,
      });
      expect((await evaluateAt(edge.url, secret, { flagKey: 'banner', context: {} })).status).toBe(200);
      expect(await edge.stop()).toBe(0);
      expect(await controlPlane.stop()).toBe(0);
      for (const part of [controlPlane, edge]) expect(part.output()).not.toMatch(/"level":"(warn|error)"/);
    } finally {
      await ownDatabase.drop();
    }
  });

  it.each(['migrate', 'purge'])('the built program %s runs', async (program) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url, EVENT_RETENTION_DAYS: '31' };
    await run('unshare', [...confined(user, [node, built(`${program}.mjs`)])], { cwd: '/', env });
  });
});
