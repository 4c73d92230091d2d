import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../bin/postgres/embedded-postgres.ts';
import { startRedisServer } from './redis-server.ts';
import { requireCommand } from './system-command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Postgres server whose user may create databases. */
    postgresUrl: string;
    /** A Redis shared by all test files; use keys of your own, or start a Redis where you must kill it. */
    redisUrl: string;
  }
}

/**
 * Provides a real Postgres and a real Redis to the tests of a project: the given ones, else throwaway ones. Commands
 * that tests call are installed here, where nothing else does so at the same time.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireCommand('curl', 'curl');
  requireCommand('openssl', 'openssl', 'version');
  requireCommand('ps', 'procps');
  const ends: (() => Promise<void>)[] = [];
  const given = { postgres: process.env.DATABASE_URL, redis: process.env.REDIS_URL };

  if (given.postgres) project.provide('postgresUrl', given.postgres);
  else {
    const directory = mkdtempSync(join(tmpdir(), 'sf-postgres-'));
    const server = await startEmbeddedPostgres({
      directory,
      database: 'solid_fortnight',
      // Throwaway data: durability off is half the run time. Crash tests kill our processes, not Postgres.
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    ends.push(async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    });
    project.provide('postgresUrl', server.url);
  }

  if (given.redis) project.provide('redisUrl', given.redis);
  else {
    const redis = await startRedisServer();
    ends.push(() => redis.stop());
    project.provide('redisUrl', redis.url);
  }

  return async () => {
    for (const end of ends.reverse()) await end();
  };
}
