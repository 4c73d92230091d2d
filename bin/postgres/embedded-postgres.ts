import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { freePort } from '../system/ports.ts';
import { locateBinaries, type PostgresBinaries } from './binaries.ts';
import { createCluster } from './cluster.ts';
import { spawnAsServerAccount } from './server-account.ts';
import { startServer, stopServer, untilExit } from './server-process.ts';
import { stopStaleServer } from './stale-server.ts';

/** A running Postgres server, started by this process. */
export interface EmbeddedPostgres {
  /** Connection URL of the database, with user and password. */
  readonly url: string;
  readonly port: number;
  /** Resolves when the server has exited, requested or not, with its exit code or signal in words. */
  readonly exited: Promise<string>;
  /** Shuts the server down and waits until it has exited. Safe to call twice. */
  stop(): Promise<void>;
  /** Stops the server at once; its next start recovers from its write-ahead log. */
  kill(): void;
}

export interface EmbeddedPostgresOptions {
  /** Folder that contains the cluster and its password only; created if missing. */
  readonly directory: string;
  /** TCP port on 127.0.0.1; `findPort` chooses it if omitted. */
  readonly port?: number;
  /** Chooses the port; called again if another process listens on it before the server does. `freePort` if omitted. */
  readonly findPort?: () => Promise<number>;
  /** Database to create if it is missing. */
  readonly database: string;
  /** Server settings, passed as `-c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The programs of another Postgres than the one of the npm package. */
  readonly binaries?: PostgresBinaries;
  /** Called with each line of the server's log. */
  readonly onLogLine?: (line: string) => void;
}

const USER = 'postgres';

/**
 * Starts the Postgres server that is installed as an npm package, on a cluster in `directory`.
 *
 * Postgres refuses to run as root, so root runs it under another account (see `server-account.ts`).
 * A server that a killed launcher left running is stopped first: two servers on one cluster would corrupt it.
 *
 * @throws Error with the reason in one line and the last lines of the server's log
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = options.binaries ?? (await locateBinaries());
  const directory = resolve(options.directory);
  const cluster = join(directory, 'cluster');
  const passwordFile = join(directory, 'password');
  mkdirSync(directory, { recursive: true });

  if (!existsSync(cluster)) {
    await createCluster({ initdb: binaries.initdb, cluster, passwordFile, user: USER });
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  await stopStaleServer(cluster);

  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { server, port } = await startServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    findPort: options.findPort ?? freePort,
    launch: (port) => spawnAsServerAccount(binaries.postgres, ['-D', cluster, '-p', String(port), ...flags]),
    onLogLine: options.onLogLine ?? (() => {}),
  });

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
    exited: untilExit(server),
    stop: () => stopServer(server),
    kill: () => void server.kill('SIGQUIT'),
  };
}

/** Creates the database `name` on the server of `adminUrl` if it is missing. */
async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const existing = await sql`select 1 from pg_database where datname = ${name}`;
    if (existing.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
