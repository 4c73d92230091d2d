import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach } from 'vitest';
import { eventually } from './eventually.ts';

/** The root of the repository: every process runs there. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** How to run one process of ours. */
export interface ProcessSpec {
  /** Names it in logs and errors. */
  readonly name: string;
  /** Module to run, relative to `root`. */
  readonly module: string;
  /** Folder of the release to run; this repository where omitted. */
  readonly root?: string;
  /** Added to a bare environment: nothing of the test runner's own settings leaks in. */
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 once the process serves; it counts as started only then. */
  readonly readyUrl: string;
  /** Called once the process has exited and will not be restarted. */
  readonly cleanUp?: () => void;
}

/** A process of ours, and its successors: `start` brings it back with the same environment. */
export interface ManagedProcess {
  readonly name: string;
  /** Of its present life. */
  pid(): number;
  /** All output so far, of all its runs. */
  output(): string;
  /** Resolves once `readyUrl` answers 200. */
  start(): Promise<void>;
  /** Launches without waiting for readiness. */
  launch(): void;
  /** Ends it as a crash would, children included. */
  kill(): Promise<void>;
  /** Requests shutdown (SIGTERM) and resolves with its exit code; kills it after ten seconds. */
  stop(): Promise<number | null>;
  /** Resolves with the exit code when it ends by itself, `null` when a signal ended it. */
  exited(): Promise<number | null>;
}

/** Starts processes for one test file; kills them after it, and prints their output when a test fails. */
export interface ProcessGroup {
  start(spec: ProcessSpec): Promise<ManagedProcess>;
  /** Without waiting for readiness. */
  launch(spec: ProcessSpec): ManagedProcess;
  stopAll(): Promise<void>;
}

/** Call at the top level of a test file: it registers hooks. */
export function createProcessGroup(): ProcessGroup {
  const members: ManagedProcess[] = [];
  const cleanUps: (() => void)[] = [];
  const stopAll = async () => {
    await Promise.all(members.splice(0).map((member) => member.kill()));
    for (const cleanUp of cleanUps.splice(0)) cleanUp();
  };
  beforeEach((context) => {
    context.onTestFailed(() => {
      for (const member of members) console.error(`--- ${member.name}\n${tail(member.output())}`);
    });
  });
  afterAll(stopAll);

  const launch = (spec: ProcessSpec) => {
    const member = manage(spec);
    members.push(member);
    if (spec.cleanUp) cleanUps.push(spec.cleanUp);
    member.launch();
    return member;
  };
  return {
    launch,
    start: async (spec) => {
      const member = launch(spec);
      await untilReady(spec, member);
      return member;
    },
    stopAll,
  };
}

function manage(spec: ProcessSpec): ManagedProcess {
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);
  const lines: string[] = [];

  const member: ManagedProcess = {
    name: spec.name,
    pid: () => {
      if (child?.pid === undefined) throw new Error(`${spec.name} has not been started`);
      return child.pid;
    },
    output: () => lines.join(''),
    launch: () => {
      child = spawnChild(spec);
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
      }
      ended = new Promise((resolve) => child?.once('exit', resolve));
    },
    start: async () => {
      member.launch();
      await untilReady(spec, member);
    },
    kill: async () => {
      signal(child, 'SIGKILL');
      await ended;
    },
    stop: async () => {
      if (!isRunning(child)) return ended;
      child.kill('SIGTERM');
      const timer = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    exited: () => ended,
  };
  return member;
}

/** Ends a process when the test runner has exited: for sources, and for built files, which run without tsx. */
const PRELOAD = {
  sources: ['--import', 'tsx', '--import', join(ROOT, 'test/support/die-with-parent.ts')],
  built: ['--import', join(ROOT, 'bin/system/exit-with-parent.mjs')],
};

/** A group of its own, so that `kill` reaches what the process itself has started (workerd). */
function spawnChild(spec: ProcessSpec): ChildProcess {
  const preload = spec.module.endsWith('.mjs') ? PRELOAD.built : PRELOAD.sources;
  return spawn(process.execPath, [...preload, spec.module], {
    cwd: spec.root ?? ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

function signal(child: ChildProcess | undefined, name: NodeJS.Signals): void {
  if (!isRunning(child) || child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

async function untilReady(spec: ProcessSpec, member: ManagedProcess): Promise<void> {
  let gone: { code: number | null } | undefined;
  member.exited().then((code) => {
    gone = { code };
  });
  await eventually(
    `${spec.name} answers ${spec.readyUrl}`,
    async () => {
      if (gone) return 'ended';
      const response = await fetch(spec.readyUrl, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      return response.ok ? 'ready' : undefined;
    },
    30_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${tail(member.output())}`);
  });
  if (gone) throw new Error(`${spec.name} ended with code ${gone.code}\n${tail(member.output())}`);
}

function tail(text: string): string {
  return text.slice(-8_000);
}
