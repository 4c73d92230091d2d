import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDist, DIST } from '../../bin/build/build-dist.ts';
import { newCredentials } from '../../bin/demo/credentials.ts';
import { type Service, startService } from '../../bin/launcher/service.ts';
import { startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { createLogFile } from '../../bin/system/log-file.ts';
import { createManagementApi, type ManagementApi, stringMember } from '../../bin/system/management-api.ts';
import { freePort } from '../../bin/system/ports.ts';
import { startRedisServer } from '../../test/support/redis-server.ts';

/** The processes of one scenario, with one flag to change. */
export interface Installation {
  /** The API of the control plane that receives the changes. */
  readonly api: ManagementApi;
  /** `…/flags/:flagKey/environments/:environmentKey` of the flag `counter`. */
  readonly configurationPath: string;
  readonly edgeUrl: string;
  readonly serverKey: string;
  stop(): Promise<void>;
}

export interface Shape {
  readonly redis: boolean;
  /** With two, the upstream of the edge is the one that does not receive the changes. */
  readonly controlPlanes: 1 | 2;
}

/** A file of `dist/`. */
const fileIn = (name: string) => join(DIST, name);

/** Starts Postgres, Redis, control planes and an edge from `dist/` as processes, on free ports of 127.0.0.1. */
export async function install(shape: Shape): Promise<Installation> {
  await buildDist({ onlyIfStale: true });
  const folder = mkdtempSync(join(tmpdir(), 'sf-bench-'));
  const ends: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const run = async (name: string, program: string, environment: Record<string, string>): Promise<string> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const service: Service = startService({
      name,
      command: ['--import', fileIn('exit-with-parent.mjs'), fileIn(`${program}.mjs`)],
      url,
      environment: { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...environment },
      log: createLogFile(join(folder, `${name}.log`)),
      onLine: (line) => console.error(`${name}: ${line}`),
    });
    ends.push(service.stop);
    await service.untilReady();
    return url;
  };

  try {
    const postgres = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), database: 'bench' });
    ends.push(postgres.stop);
    const redis = shape.redis ? await startRedisServer() : undefined;
    if (redis) ends.push(redis.stop);
    const { apiToken } = newCredentials();
    const environment = {
      DATABASE_URL: postgres.url,
      BOOTSTRAP_ADMIN_TOKEN: apiToken,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    const changed = await run('control plane', 'control-plane', environment);
    const upstream =
      shape.controlPlanes === 1 ? changed : await run('other control plane', 'control-plane', environment);
    const api = createManagementApi(changed, apiToken);
    const flag = await createFlag(api);
    const edgeUrl = await run('edge', 'edge', {
      UPSTREAM_URL: upstream,
      RELAY_KEY: flag.relayKey,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    });
    return { api, configurationPath: flag.configurationPath, edgeUrl, serverKey: flag.serverKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createFlag(api: ManagementApi) {
  const project = `/api/projects/${stringMember(await api.post('/api/projects', { name: 'Bench' }), 'id')}`;
  await api.post(`${project}/environments`, { key: 'production', name: 'Production' });
  await api.post(`${project}/flags`, {
    key: 'counter',
    name: 'Counter',
    type: 'number',
    variations: [{ key: 'start', value: -1 }],
    defaultValue: -1,
  });
  const key = async (body: object) => stringMember(await api.post(`${project}/keys`, body), 'key');
  return {
    configurationPath: `${project}/flags/counter/environments/production`,
    relayKey: await key({ name: 'edge', kind: 'relay', allEnvironments: true }),
    serverKey: await key({ name: 'reader', kind: 'server', environmentKeys: ['production'] }),
  };
}
