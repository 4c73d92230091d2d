import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { createInstallation, type Installation } from './support/launcher.ts';
import { ROOT } from './support/processes.ts';

let installation: Installation;
beforeEach(async () => {
  installation = await createInstallation();
});
afterEach(() => installation.remove());

/** Starts, expects to be refused, and returns the output. */
async function refusal(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const launcher = installation.start(env);
  expect(await launcher.exited).toBe(1);
  expect(launcher.stderr()).not.toMatch(/^\s+at /m);
  return launcher.stderr();
}

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}

test('ports in use are named, with the variables that choose others', async () => {
  const ports = [installation.controlPlaneUrl, installation.edgeUrl].map((url) => Number(new URL(url).port));
  const [controlPlane = 0, edge = 0] = ports;
  const servers = [await occupy(controlPlane), await occupy(edge)];
  try {
    expect(await refusal()).toBe(
      `Port ${controlPlane} is in use by another program. Stop that program, or set another port: CONTROL_PLANE_PORT=${controlPlane + 1} npm start ` +
        `Port ${edge} is in use by another program. Stop that program, or set another port: EDGE_PORT=${edge + 1} npm start\n`,
    );
  } finally {
    for (const server of servers) server.close();
  }
});

test('a data folder that cannot be written is named', async () => {
  const file = join(dirname(installation.dataFolder), 'file');
  writeFileSync(file, '');
  const folder = join(file, 'data');
  expect(await refusal({ DATA_DIR: folder })).toBe(
    `Cannot write to the data folder ${folder} (ENOTDIR). Make it writable, or set another one with DATA_DIR.\n`,
  );
});

test('bad options are named together', async () => {
  expect(await refusal({ CONTROL_PLANE_PORT: '80a', EDGE_PORT: '0' })).toBe(
    'CONTROL_PLANE_PORT must be a port number from 1 to 65535, not "80a". ' +
      'EDGE_PORT must be a port number from 1 to 65535, not "0".\n',
  );
});

test('damaged credentials are named before anything is started', async () => {
  mkdirSync(installation.dataFolder);
  writeFileSync(join(installation.dataFolder, 'credentials.json'), '{');
  expect(await refusal()).toContain('credentials.json is damaged: it is not JSON.');
});

test('a Postgres that cannot be used is reported with the last words of the control plane', async () => {
  const database = await createTestDatabase();
  await database.drop();
  const url = new URL(database.url);
  const said = await refusal({ DATABASE_URL: url.href });
  expect(said).toContain('The control plane exited unexpectedly (exit code 1).');
  expect(said).toContain(url.pathname.slice(1));
  expect(said).not.toContain(url.password || 'no password to leak');
});

test('a given Postgres is used, and none of our own; another folder is refused without its token', async () => {
  const database = await createTestDatabase();
  try {
    const launcher = installation.start({ DATABASE_URL: database.url });
    await launcher.untilReady();
    expect(existsSync(join(installation.dataFolder, 'postgres'))).toBe(false);
    launcher.signal('SIGTERM');
    expect(await launcher.exited).toBe(0);

    const stranger = join(dirname(installation.dataFolder), 'stranger');
    expect(await refusal({ DATABASE_URL: database.url, DATA_DIR: stranger })).toContain(
      'This database does not accept the API token in credentials.json',
    );
  } finally {
    await database.drop();
  }
});

test('without its packages it prints the command that installs them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sf-bare-'));
  try {
    cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const { status, stderr } = spawnSync(process.execPath, ['bin/run.mjs', 'start'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toBe('The packages this needs are not installed (or not all of them). Run: npm ci\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the file that prints this uses only syntax that an old Node can parse', () => {
  for (const file of ['bin/run.mjs', 'bin/check-node-version.mjs']) {
    const target = ['--target=node13.2', '--log-level=error', join(ROOT, file)];
    const output = execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), target, { encoding: 'utf8' });
    const plain = execFileSync(
      join(ROOT, 'node_modules/.bin/esbuild'),
      ['--target=esnext', join(ROOT, file)],
      {
        encoding: 'utf8',
      },
    );
    expect(output).toBe(plain);
  }
});
