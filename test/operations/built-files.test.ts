import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildFiles } from '../../bin/build/build-files.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createInstallation } from '../support/launcher.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { newAdminToken, startControlPlane, startNodeEdge } from '../support/system.ts';

const run = promisify(execFile);
const group = createProcessGroup();
/** The built files and nothing else: no sources, no packages. */
const folder = mkdtempSync(join(tmpdir(), 'sf-built-'));
const built = (name: string) => join(folder, name);

let database: TestDatabase;
beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase(), buildFiles(folder)]);
});

afterAll(async () => {
  await group.stopAll();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('control plane and edge', () => {
  let redisServer: RedisServer;
  let redis: Redis;
  let collector: Server;
  let traces = 0;
  beforeAll(async () => {
    redisServer = await startRedisServer();
    redis = new Redis(redisServer.url);
    collector = createServer((request, response) => {
      traces += 1;
      request.resume().on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
  });
  afterAll(async () => {
    await group.stopAll();
    redis?.disconnect();
    await redisServer?.stop();
    collector.closeAllConnections();
    collector.close();
  });

  const eventsInRedis = async () => JSON.stringify(await redis.xrange(EVALUATION_EVENTS_STREAM, '-', '+'));

  test('run without packages, with what they load on demand', async () => {
    const controlPlane = await startControlPlane(group, {
      module: built('control-plane.mjs'),
      databaseUrl: database.url,
      adminToken: newAdminToken(),
    });
    const { api, url } = controlPlane;
    const { id } = await api.createProject('Bundled');
    await api.createEnvironment(id, 'production');
    await api.createFlag(id, { key: 'bundled-banner' });
    const serverKey = (await api.createKey(id, { kind: 'server', environmentKey: 'production' })).secret;
    const address = collector.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const edge = await startNodeEdge(group, {
      module: built('edge.mjs'),
      upstreamUrl: url,
      relayKey: (await api.createKey(id, { kind: 'relay' })).secret,
      env: {
        REDIS_URL: redisServer.url,
        STATE_DIR: built('state'),
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      },
    });
    const answer = await evaluateAt(edge.url, serverKey, { flagKey: 'bundled-banner', context: {} });
    expect(answer.status).toBe(200);
    await eventually('events are in Redis', async () => (await eventsInRedis()).includes('bundled-banner'));
    expect(await edge.process.stop()).toBe(0);
    expect(traces).toBeGreaterThan(0);
    expect(await controlPlane.process.stop()).toBe(0);
  });
});

describe('the launcher', () => {
  const command = { command: [process.execPath, built('start.mjs')] as const, cwd: folder };

  test('runs on a given database without packages', async () => {
    const launcherDatabase = await createTestDatabase();
    const installation = await createInstallation();
    try {
      const launcher = installation.start({ DATABASE_URL: launcherDatabase.url }, command);
      await launcher.untilReady();
      expect((await fetch(`${installation.edgeUrl}/health/ready`)).status).toBe(200);
      launcher.signal('SIGTERM');
      expect(await launcher.exited).toBe(0);
      expect(launcher.stderr()).toBe('');
    } finally {
      await installation.remove();
      await launcherDatabase.drop();
    }
  });

  test('names DATABASE_URL if the package of the embedded Postgres is not installed', async () => {
    const installation = await createInstallation();
    try {
      const launcher = installation.start({}, command);
      expect(await launcher.exited).toBe(1);
      expect(launcher.stderr()).toMatch(
        /^No embedded Postgres for .* is not installed\)\. Run Postgres 15 or newer and set its address in DATABASE_URL\.\n$/,
      );
    } finally {
      await installation.remove();
    }
  });
});

/** Absolute paths of all files that the maps name. */
function mappedSources(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.map'))
    .flatMap((name) => {
      const { sources }: { sources: string[] } = JSON.parse(readFileSync(built(name), 'utf8'));
      return sources.map((source) => resolve(dirname(built(name)), source));
    });
}

test('source maps name files of the project that exist', () => {
  // Packages have maps to sources that they do not contain.
  const sources = mappedSources().filter((path) => !/<stdin>$|\/node_modules\//.test(path));
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  for (const entry of ['control-plane/main.ts', 'edge-proxy/node/main.ts', 'bin/launcher/main.ts']) {
    expect(sources.filter((path) => path.endsWith(`/${entry}`))).toHaveLength(1);
  }
});

test('the licences of all bundled packages are in one file, those of the console in another', () => {
  const names = mappedSources().map((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const packages = [...new Set(names)].filter((name) => name !== undefined);
  expect(packages.length).toBeGreaterThan(20);
  const licences = readFileSync(built('THIRD-PARTY-LICENSES.txt'), 'utf8');
  const [, texts = ''] = licences.split(/\n-{80}\n([\s\S]*)/);
  const ofConsole = readFileSync(built('console/THIRD-PARTY-LICENSES.txt'), 'utf8');
  expect(packages.filter((name) => !`${texts}${ofConsole}`.includes(`${name} `))).toEqual([]);
  expect(licences).toContain('re2js\n  * RE2JS is the JavaScript port of RE2');
  expect(readFileSync(built('LICENSE'), 'utf8')).toContain('Apache License');
});

test('a built file that is run with an unknown argument reports it', async () => {
  await expect(
    run(process.execPath, [built('edge.mjs'), '--unknown'], { cwd: folder }),
  ).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('edge: takes no arguments but'),
  });
});
