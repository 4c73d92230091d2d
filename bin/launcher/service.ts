import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LogFile } from './log-file.ts';
import { LauncherProblem } from './problem.ts';

/** The project's root: where the services' paths begin. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const END_WITH_PARENT = new URL('../end-with-parent.mjs', import.meta.url).href;

/** How long a service may take to answer `/health/ready`, and to end when asked. */
const READY_MS = 60_000;
const STOP_MS = 10_000;

export interface ServiceOptions {
  /** For people: `control plane`. */
  readonly name: string;
  /** From the project's root. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Base of its `/health/ready`. */
  readonly url: string;
  readonly log: LogFile;
  readonly onLine: (line: string) => void;
}

/** A process of ours. */
export interface Service {
  readonly name: string;
  readonly pid: number | undefined;
  /** Settles when it has ended, asked to or not, and all it said is in the log; with how it ended in a few words. */
  readonly ended: Promise<string>;
  /** The problem that its unasked end is, with its last words. */
  deathProblem(how: string): LauncherProblem;
  /** Waits until it is ready. @throws LauncherProblem when it ends instead, or takes too long */
  untilReady(): Promise<void>;
  /** Asks it to end, waits, and insists after a while. Safe to call twice. */
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Starts a service in a process group of its own: ctrl-C in the terminal reaches the launcher alone, which ends the
 * services in their order. The channel between the two ends it when the launcher is killed.
 */
export function startService(options: ServiceOptions): Service {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, '--import', 'tsx', options.entry], {
    cwd: ROOT,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const output of [child.stdout, child.stderr]) {
    if (!output) continue;
    createInterface({ input: output }).on('line', (line) => {
      options.log.write(line);
      options.onLine(line);
    });
  }
  let hasEnded = false;
  const ended = new Promise<string>((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, signal) => settle(signal ? `killed by ${signal}` : `exit code ${code}`));
  }).then((how) => {
    hasEnded = true;
    return how;
  });
  const deathProblem = (how: string) =>
    new LauncherProblem(`The ${options.name} ended by itself (${how}). The end of ${options.log.path}:`, [
      ...options.log.tail(),
    ]);
  const kill = () => void (hasEnded || child.kill('SIGKILL'));

  return {
    name: options.name,
    pid: child.pid,
    ended,
    deathProblem,
    untilReady: async () => {
      const deadline = performance.now() + READY_MS;
      const died = ended.then((how) => Promise.reject(deathProblem(how)));
      died.catch(() => {});
      while (!(await Promise.race([died, isReady(options.url)]))) {
        if (performance.now() > deadline) {
          throw new LauncherProblem(
            `The ${options.name} was not ready within ${READY_MS / 1000} s. The end of ${options.log.path}:`,
            options.log.tail(),
          );
        }
        await Promise.race([died, sleep(40)]);
      }
    },
    stop: async () => {
      if (hasEnded) return;
      child.kill('SIGTERM');
      const impatience = setTimeout(kill, STOP_MS);
      await ended;
      clearTimeout(impatience);
    },
    kill,
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
