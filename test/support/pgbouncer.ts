import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { reservePort } from './ports.ts';
import { requireCommand } from './system-command.ts';

/** A throwaway PgBouncer. */
export interface PgBouncer {
  /** The URL of the same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a PgBouncer with its default settings before a database. It has few connections to the server, so that its clients
 * share them.
 */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'session' | 'transaction',
): Promise<PgBouncer> {
  requireCommand('pgbouncer', 'pgbouncer');
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl);
  const port = await reservePort();
  const directory = mkdtempSync(join(tmpdir(), 'sf-pgbouncer-'));
  // PgBouncer refuses to run as root, so another account reads its files.
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, 'users.txt'), `"${username}" "${decodeURIComponent(password)}"\n`);
  const configuration = join(directory, 'pgbouncer.ini');
  writeFileSync(
    configuration,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${directory}/users.txt`,
      `pool_mode = ${mode}`,
      `default_pool_size = ${mode === 'session' ? 20 : 3}`,
      '',
    ].join('\n'),
  );
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('setpriv', ['--pdeathsig=KILL', 'pgbouncer', ...account, configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((ready, failed) => {
    const lines: string[] = [];
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`pgbouncer ended with ${code}: ${lines.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('process up')) ready();
    });
  });
  const url = new URL(databaseUrl);
  url.port = String(port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
