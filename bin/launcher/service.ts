import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeExit } from '../system/exit-status.ts';
import type { LogFile } from '../system/log-file.ts';
import { OperationalError } from '../system/operational-error.ts';

/** How long a service may take to answer `/health/ready` with 200, and to exit after SIGTERM. */
const READY_MS = 60_000;
const STOP_MS = 10_000;
const READY_POLL_MS = 40;

export interface ServiceOptions {
  /** Used in messages: `control plane`. */
  readonly name: string;
  /** Arguments of `node`. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Base URL of its `/health/ready`. */
  readonly url: string;
  readonly log: LogFile;
  readonly onLine: (line: string) => void;
}

/** A child process that serves HTTP. */
export interface Service {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when it has exited, requested or not, and its output is in the log; with its exit code or signal in words. */
  readonly exited: Promise<string>;
  /** The error to report if the exit was not requested, with the last lines of the log. */
  exitError(status: string): OperationalError;
  /** Waits until it is ready. @throws OperationalError if it exits first or takes too long */
  untilReady(): Promise<void>;
  /** Sends SIGTERM and waits for the exit; sends SIGKILL after a time limit. Safe to call twice. */
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Starts a service in its own process group: Ctrl-C in the terminal reaches only the launcher, which stops the
 * services in order. `exit-with-parent.mjs` in the command uses the IPC channel to stop the service if the launcher is killed.
 */
export function startService(options: ServiceOptions): Service {
  const { name, log } = options;
  const child = spawnService(options);
  let hasExited = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(describeExit(code, signal)));
  }).then((status) => {
    hasExited = true;
    return status;
  });
  const errorWithLog = (message: string) =>
    new OperationalError(`${message} Last lines of ${log.path}:`, log.tail());
  const exitError = (status: string) => errorWithLog(`The ${name} exited unexpectedly (${status}).`);
  const kill = () => void (hasExited || child.kill('SIGKILL'));

  return {
    name,
    pid: child.pid,
    exited,
    exitError,
    untilReady: async () => {
      const failed = exited.then((status) => Promise.reject(exitError(status)));
      failed.catch(() => {});
      if (await pollUntilReady(options.url, failed)) return;
      throw errorWithLog(`The ${name} was not ready within ${READY_MS / 1000} s.`);
    },
    stop: async () => {
      if (hasExited) return;
      child.kill('SIGTERM');
      const timer = setTimeout(kill, STOP_MS);
      await exited;
      clearTimeout(timer);
    },
    kill,
  };
}

function spawnService({ command, environment, log, onLine }: ServiceOptions): ChildProcess {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const output of [child.stdout, child.stderr]) {
    if (output === null) continue;
    createInterface({ input: output }).on('line', (line) => {
      log.write(line);
      onLine(line);
    });
  }
  return child;
}

/** Whether it became ready in time. Rejects when `failed` does. */
async function pollUntilReady(url: string, failed: Promise<never>): Promise<boolean> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() <= deadline) {
    if (await Promise.race([failed, isReady(url)])) return true;
    await Promise.race([failed, sleep(READY_POLL_MS)]);
  }
  return false;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
