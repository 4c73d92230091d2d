import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../bin/system/ports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The cores of servers and of the load generator. */
const SERVER_CORE = '0';
const LOAD_CORE = '1';
const READY_WITHIN_MS = 30_000;

export interface StartOptions {
  readonly ready: { readonly path: string; readonly status: number };
  readonly pinned: boolean;
}

/** A server in its own process. */
export interface BenchServer {
  readonly port: number;
  /** The processor time used so far, in milliseconds; `undefined` if the system does not report it. */
  cpuMs(): number | undefined;
  /** Resident memory in MB; `undefined` if the system does not report it. */
  residentMb(): number | undefined;
  stop(): Promise<void>;
}

/**
 * Moves this process, which generates the load, to its own core.
 *
 * @returns whether that is possible: on Linux with `taskset` and two cores. Servers must be pinned then, too
 */
export function pinGenerator(): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-acp', LOAD_CORE, String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts a module, TypeScript or bundled, on the servers' core if `pinned`. Waits until `ready.path` has the status `ready.status`. */
export async function startServer(
  module: string,
  env: Readonly<Record<string, string>>,
  { ready, pinned }: StartOptions,
): Promise<BenchServer> {
  const port = await freePort();
  const node = [process.execPath, ...(module.endsWith('.ts') ? ['--import', 'tsx'] : []), module];
  const [command = '', ...args] = pinned ? ['taskset', '-c', SERVER_CORE, ...node] : node;
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TZ: 'UTC',
      NODE_ENV: 'production',
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await untilReady(child, `http://127.0.0.1:${port}${ready.path}`, ready.status);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    port,
    cpuMs: () => cpuMsOf(child.pid),
    residentMb: () => residentMbOf(child.pid),
    stop: () => stop(child),
  };
}

async function untilReady(child: ChildProcess, url: string, status: number): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`a server of the benchmark exited with code ${child.exitCode}`);
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status === status) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer ${status} within ${READY_WITHIN_MS} ms`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await ended;
  clearTimeout(timer);
}

/** Clock ticks per second in `/proc`, the same on every Linux. */
const TICKS = 100;

function cpuMsOf(pid: number | undefined): number | undefined {
  const text = fileOf(`/proc/${pid}/stat`);
  // The fields after the program's name, which may contain spaces.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields && ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

function residentMbOf(pid: number | undefined): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(fileOf(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function fileOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
