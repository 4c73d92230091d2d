import { type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServerCertificate } from './certificates.ts';
import { reservePort } from './ports.ts';
import { installDebianPackage, isCommandInstalled } from './system-command.ts';

/** A throwaway Redis of the machine's own `redis-server` (or `valkey-server`). */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends the process at once, as a crash would; `start` brings an empty one back on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops the process without closing its connections, as a machine without power does, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends the process and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis on a free port of 127.0.0.1. Every test file that needs a Redis starts its own: it takes 25 ms.
 *
 * @param settings further arguments of `redis-server`, for example `--cluster-enabled yes`
 */
export function startRedisServer(...settings: readonly string[]): Promise<RedisServer> {
  return startServer('redis', (port) => ['--port', String(port), ...DURABLE, ...settings]);
}

/** Starts a Redis that takes TLS connections only. Its URL has the name `localhost`. */
export function startTlsRedisServer(
  { authority, certificate, key }: ServerCertificate,
  ...settings: readonly string[]
): Promise<RedisServer> {
  const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', authority];
  return startServer('rediss', (port) => [
    '--port',
    '0',
    '--tls-port',
    String(port),
    ...files,
    ...DURABLE,
    ...settings,
  ]);
}

/** Starts a Sentinel that has this configuration. */
export function startRedisSentinel(...configuration: readonly string[]): Promise<RedisServer> {
  return startServer('redis', (port, directory) => {
    const file = join(directory, 'sentinel.conf');
    writeFileSync(file, [`port ${port}`, ...configuration, ''].join('\n'));
    return [file, '--sentinel'];
  });
}

/** Starts a Sentinel that takes TLS connections only, and talks to its servers over TLS. */
export function startTlsRedisSentinel(
  { authority, certificate, key }: ServerCertificate,
  ...configuration: readonly string[]
): Promise<RedisServer> {
  return startServer('rediss', (port, directory) => {
    const file = join(directory, 'sentinel.conf');
    const tls = [
      'port 0',
      `tls-port ${port}`,
      `tls-cert-file ${certificate}`,
      `tls-key-file ${key}`,
      `tls-ca-cert-file ${authority}`,
      'tls-replication yes',
    ];
    writeFileSync(file, [...tls, ...configuration, ''].join('\n'));
    return [file, '--sentinel'];
  });
}

async function startServer(
  protocol: 'redis' | 'rediss',
  argumentsFor: (port: number, directory: string) => readonly string[],
): Promise<RedisServer> {
  const binary = requireRedisServer();
  const port = await reservePort();
  const directory = mkdtempSync(join(tmpdir(), 'sf-redis-'));
  const launchAgain = () =>
    launch(binary, [...argumentsFor(port, directory), '--bind', '127.0.0.1', '--dir', directory]);
  let child = await launchAgain();

  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((exited) => child.once('exit', exited));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: protocol === 'redis' ? `redis://127.0.0.1:${port}` : `rediss://localhost:${port}`,
    port,
    kill,
    start: async () => {
      child = await launchAgain();
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The settings under which an acknowledged event survives a crash of Redis. */
const DURABLE = [
  '--save',
  '',
  '--appendonly',
  'yes',
  '--appendfsync',
  'always',
  '--maxmemory-policy',
  'noeviction',
];

const OUTPUT_ONLY: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioNull> = {
  stdio: ['ignore', 'pipe', 'ignore'],
};

async function launch(binary: string, args: readonly string[]) {
  // On Linux the kernel kills the server when this process ends: a killed test run leaves no server behind.
  const child = isCommandInstalled('setpriv')
    ? spawn('setpriv', ['--pdeathsig=KILL', binary, ...args], OUTPUT_ONLY)
    : spawn(binary, args, OUTPUT_ONLY);
  await new Promise<void>((ready, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`${binary} ended with code ${code} while starting`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections') || line.includes('Sentinel ID is')) ready();
    });
  });
  return child;
}

/**
 * Finds the machine's Redis server; installs it on a Debian machine as root.
 *
 * @returns the command that starts it
 * @throws Error saying what to install
 */
export function requireRedisServer(): string {
  return findServer() ?? installServer();
}

function findServer(): string | undefined {
  return ['redis-server', 'valkey-server'].find((command) => isCommandInstalled(command));
}

function installServer(): string {
  installDebianPackage('redis-server');
  const found = findServer();
  if (found !== undefined) return found;
  throw new Error(
    'These tests need a Redis server: install one (Debian: apt-get install redis-server; macOS: brew install redis).',
  );
}
