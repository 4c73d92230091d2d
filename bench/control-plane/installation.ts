import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { buildDist, DIST } from '../../bin/build/build-dist.ts';
import { newCredentials } from '../../bin/demo/credentials.ts';
import { type Service, startService } from '../../bin/launcher/service.ts';
import { startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { createLogFile } from '../../bin/system/log-file.ts';
import { createManagementApi, type ManagementApi, stringMember } from '../../bin/system/management-api.ts';
import { freePort } from '../../bin/system/ports.ts';

/** A control plane from `dist/` with a Postgres of its own. */
export interface Installation {
  readonly url: string;
  readonly apiToken: string;
  readonly api: ManagementApi;
  /** One connection of a superuser to the same database. */
  readonly sql: Sql;
  /** Stops the control plane and starts another one on the same database. */
  restart(): Promise<void>;
  /** The largest resident memory of the running control plane so far, in bytes. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/** @param peakMemoryOf reads the peak of a process id, in bytes */
export async function startInstallation(peakMemoryOf: (pid: number) => number): Promise<Installation> {
  await buildDist({ onlyIfStale: true });
  const folder = mkdtempSync(join(tmpdir(), 'sf-bench-'));
  const server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), database: 'bench' });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const { apiToken } = newCredentials();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let running: Service | undefined;

  async function start(): Promise<void> {
    running = startService({
      name: 'control plane',
      command: ['--import', join(DIST, 'exit-with-parent.mjs'), join(DIST, 'control-plane.mjs')],
      url,
      environment: {
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: '0',
        LOG_LEVEL: 'warn',
        DATABASE_URL: server.url,
        BOOTSTRAP_ADMIN_TOKEN: apiToken,
      },
      log: createLogFile(join(folder, 'control-plane.log')),
      onLine: (line) => console.error(`control plane: ${line}`),
    });
    await running.untilReady();
  }

  await start();
  return {
    url,
    apiToken,
    api: createManagementApi(url, apiToken, 60_000),
    sql,
    async restart() {
      await running?.stop();
      await start();
    },
    peakMemory: () => peakMemoryOf(running?.pid ?? 0),
    async stop() {
      await running?.stop();
      await sql.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Creates a project with these environments. @returns its id */
export async function createBenchProject(
  api: ManagementApi,
  environments: readonly string[],
): Promise<string> {
  const id = stringMember(await api.post('/api/projects', { name: 'Bench' }), 'id');
  for (const key of environments) await api.post(`/api/projects/${id}/environments`, { key, name: key });
  return id;
}
