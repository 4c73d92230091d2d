import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireCommand } from './system-command.ts';

/** Absolute paths of the programs of one Postgres version. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgDump: string;
  readonly pgRestore: string;
}

/** The folders of Debian and of Homebrew that contain a folder for each version. */
const PARENTS = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];

/**
 * Finds a Postgres with its server and `pg_dump`, which must be of the same version. The embedded Postgres has no `pg_dump`.
 *
 * @throws Error saying what to install
 */
export function requirePostgresPrograms(): PostgresPrograms {
  const found = findPrograms();
  if (found !== undefined) return found;
  requireCommand('postgres', 'postgresql');
  const installed = findPrograms();
  if (installed === undefined) {
    throw new Error(
      'These tests need Postgres with pg_dump: install it (Debian: apt-get install postgresql).',
    );
  }
  return installed;
}

function findPrograms(): PostgresPrograms | undefined {
  const folders = PARENTS.filter(existsSync).flatMap((parent) =>
    readdirSync(parent).map((version) => join(parent, version, 'bin')),
  );
  return folders
    .map((folder) => ({
      postgres: join(folder, 'postgres'),
      initdb: join(folder, 'initdb'),
      pgDump: join(folder, 'pg_dump'),
      pgRestore: join(folder, 'pg_restore'),
    }))
    .find((programs) => Object.values(programs).every(existsSync));
}
