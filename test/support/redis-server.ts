import {
  execFileSync,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { reservePort } from './ports.ts';

/** A throwaway Redis of the machine's own `redis-server` (or `valkey-server`). */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends the process at once, as a crash would; `start` brings an empty one back on the same port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Ends the process and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis on a free port of 127.0.0.1. Every test file that needs a Redis starts its own: it takes 25 ms.
 *
 * @param settings further arguments of `redis-server`, for example `--cluster-enabled yes`
 */
export async function startRedisServer(...settings: readonly string[]): Promise<RedisServer> {
  const binary = requireRedisServer();
  const port = await reservePort();
  const directory = mkdtempSync(join(tmpdir(), 'sf-redis-'));
  let child = await launch(binary, port, directory, settings);

  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((exited) => child.once('exit', exited));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start: async () => {
      child = await launch(binary, port, directory, settings);
    },
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

async function launch(binary: string, port: number, directory: string, settings: readonly string[]) {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, ...DURABLE, ...settings];
  // On Linux the kernel kills the server when this process ends: a killed test run leaves no server behind.
  const child = isInstalled('setpriv')
    ? spawn('setpriv', ['--pdeathsig=KILL', binary, ...args], OUTPUT_ONLY)
    : spawn(binary, args, OUTPUT_ONLY);
  await new Promise<void>((ready, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`${binary} ended with code ${code} while starting`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) ready();
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
  return ['redis-server', 'valkey-server'].find(isInstalled);
}

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function installServer(): string {
  const advice =
    'These tests need a Redis server: install one (Debian: apt-get install redis-server; macOS: brew install redis).';
  if (process.getuid?.() !== 0) throw new Error(advice);
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    throw new Error(advice);
  }
  const found = findServer();
  if (!found) throw new Error(advice);
  return found;
}
