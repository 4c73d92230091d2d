import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { listenOnAnyPort } from '../../test/support/listen.ts';
import { reservePort } from '../../test/support/ports.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

it('chooses another port if a process took the first one before the server listens on it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sf-embedded-'));
  const other = createServer();
  const takenPort = await listenOnAnyPort(other);
  const found = [takenPort];
  const server = await startEmbeddedPostgres({
    directory,
    database: 'flags',
    findPort: async () => found.pop() ?? (await reservePort()),
  });
  try {
    expect(server.port).not.toBe(takenPort);
    const sql = postgres(server.url, { max: 1 });
    expect(await sql`select current_database() as name`).toEqual([{ name: 'flags' }]);
    await sql.end();
  } finally {
    await server.stop();
    other.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
