import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { reservePort } from './ports.ts';
import { requireRedisServer } from './redis-server.ts';
import { requireCommand } from './system-command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres server whose user may create databases. Only `createTestDatabase` reads it. */
    postgresUrl: string;
  }
}

/**
 * Provides the tests of a project with a Postgres server: the one of `DATABASE_URL`, else a throwaway one. It is the
 * only server that test files share, and each file creates databases of its own on it. Every file that needs a Redis
 * starts one (`startRedisServer`); `REDIS_URL` is ignored. Programs that tests run are installed here, because
 * two test files that run at the same time cannot both use apt-get.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireCommand('curl', 'curl');
  requireCommand('openssl', 'openssl', 'version');
  requireCommand('ps', 'procps');
  requireRedisServer();

  const given = process.env.DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const directory = mkdtempSync(join(tmpdir(), 'sf-postgres-'));
  const server = await startEmbeddedPostgres({
    directory,
    database: 'solid_fortnight',
    findPort: reservePort,
    // Turning durability off halves the run time. The data is thrown away, and no test kills this server.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
