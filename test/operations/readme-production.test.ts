import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFiles } from '../../bin/build/build-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { reservePort } from '../support/ports.ts';
import { ROOT } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'sf-readme-'));
const stops: (() => Promise<unknown>)[] = [];
let database: TestDatabase;
let redis: RedisServer;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer(), buildFiles(folder)]);
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await redis?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of the README's section on production, block by block, with the values that a reader puts in. */
function productionCommands(values: Readonly<Record<string, string>>) {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, section = ''] = /^## Run it in production\n([\s\S]*?)^## /m.exec(readme) ?? [];
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, block = '']) =>
    Object.entries(values).reduce((text, [from, to]) => text.replaceAll(from, to), block),
  );
}

/** Pastes a block that starts a server; its last command becomes the process. @returns its output so far */
async function startServer(block: string, port: number): Promise<() => string> {
  const script = block.replace(/^(node .*)$/m, 'exec $1');
  const child = spawn('bash', ['-ec', script], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), METRICS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise((ended) => child.once('exit', ended));
  stops.push(() => {
    child.kill('SIGTERM');
    return exited;
  });
  await eventually('it is ready', async () => {
    if (child.exitCode !== null) throw new Error(output);
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  });
  return () => output;
}

it("the README's commands for production lead to an answer of an edge", async () => {
  const [controlPlanePort, edgePort] = [await reservePort(), await reservePort()];
  const values: Record<string, string> = {
    'postgres://flags:PASSWORD@postgres:5432/flags': database.url,
    'redis://redis:6379': redis.url,
    'http://control-plane:8300': `http://127.0.0.1:${controlPlanePort}`,
    'http://edge:8310': `http://127.0.0.1:${edgePort}`,
    // What the two scripts run, from a folder of its own: `dist/` is the other tests', too.
    'npm run control-plane': `node ${join(folder, 'control-plane.mjs')}`,
    'npm run edge': `node ${join(folder, 'edge.mjs')}`,
  };
  const output = await startServer(productionCommands(values)[0] ?? '', controlPlanePort);

  values['sf_api_…'] = /sf_api_[\w-]+/.exec(output())?.[0] ?? '';
  const { stdout: created } = await run('bash', ['-ec', productionCommands(values)[1] ?? '']);
  values['sf_rly_…'] = /sf_rly_[\w-]+/.exec(created)?.[0] ?? '';
  values['sf_srv_…'] = /sf_srv_[\w-]+/.exec(created)?.[0] ?? '';
  await startServer(productionCommands(values)[2] ?? '', edgePort);

  const ask = productionCommands(values)[3] ?? '';
  const { stdout: answer } = await run('bash', ['-ec', ask]);
  expect(ask).toContain(`# ${answer.trim()}`);
  expect(JSON.parse(answer)).toMatchObject({ flagKey: 'new-checkout', value: false });
});
