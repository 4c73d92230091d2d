import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDist } from '../../bin/build/build-dist.ts';
import { eventually } from './eventually.ts';
import { reservePort } from './ports.ts';
import { ROOT } from './processes.ts';

/** A folder of `npm start`'s own, and the ports it uses each time. */
export interface Installation {
  readonly dataFolder: string;
  readonly controlPlaneUrl: string;
  readonly edgeUrl: string;
  /** Runs what `npm start` runs, or another command; `env` is added to a minimal environment. */
  start(env?: Readonly<Record<string, string>>, command?: LauncherCommand): Launcher;
  credentials(): Readonly<Record<string, unknown>>;
  /** Kills what still runs and removes the folder. */
  remove(): Promise<void>;
}

/** How to start the launcher. */
export interface LauncherCommand {
  readonly command: readonly [string, ...string[]];
  /** The folder to start it in. */
  readonly cwd: string;
}

/** What `npm start` runs. */
const NPM_START: LauncherCommand = { command: [process.execPath, 'bin/run.mjs', 'start'], cwd: ROOT };

/** A run of `npm start`. */
export interface Launcher {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Waits for the words that end the greeting. */
  untilReady(): Promise<void>;
  /** The code it ends with; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Every running process that it has started, directly or not. */
  descendants(): readonly number[];
  signal(name: NodeJS.Signals): void;
  /** As ctrl-C in a terminal: to the whole foreground process group. */
  pressCtrlC(): void;
}

const READY_MS = 60_000;

/** The built files are up to date afterwards: a start then prints nothing about a build. */
export async function createInstallation(): Promise<Installation> {
  await buildDist({ onlyIfStale: true });
  const parent = mkdtempSync(join(tmpdir(), 'sf-start-'));
  const dataFolder = join(parent, 'data');
  const [controlPlanePort, edgePort] = [await reservePort(), await reservePort()];
  const launchers: Launcher[] = [];
  return {
    dataFolder,
    controlPlaneUrl: `http://127.0.0.1:${controlPlanePort}`,
    edgeUrl: `http://127.0.0.1:${edgePort}`,
    start: (env = {}, command = NPM_START) => {
      const launcher = startLauncher(command, {
        DATA_DIR: dataFolder,
        CONTROL_PLANE_PORT: String(controlPlanePort),
        EDGE_PORT: String(edgePort),
        // The default port would be the same for every edge that runs at the same time.
        METRICS_PORT: '0',
        ...env,
      });
      launchers.push(launcher);
      return launcher;
    },
    credentials: () => {
      const path = join(dataFolder, 'credentials.json');
      return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    },
    remove: async () => {
      for (const launcher of launchers) {
        const family = launcher.descendants();
        launcher.signal('SIGTERM');
        await launcher.exited;
        await untilGone(family);
      }
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function startLauncher(
  { command: [program, ...args], cwd }: LauncherCommand,
  env: Readonly<Record<string, string>>,
): Launcher {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the launcher could not be started');
  const stdout = collect(child, 'stdout');
  const stderr = collect(child, 'stderr');
  const exited = new Promise<number | null>((settle) => child.once('close', settle));
  let code: number | null | undefined;
  void exited.then((ended) => {
    code = ended;
  });
  return {
    pid,
    stdout,
    stderr,
    exited,
    untilReady: async () => {
      await eventually(
        'the greeting',
        () => code !== undefined || stdout().includes('Ctrl-C stops everything.'),
        READY_MS,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${stdout()}\n${stderr()}`);
      });
      if (code !== undefined) throw new Error(`ended with ${code}:\n${stdout()}\n${stderr()}`);
    },
    descendants: () => descendantsOf(pid),
    signal: (name) => void child.kill(name),
    pressCtrlC: () => void process.kill(-pid, 'SIGINT'),
  };
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function descendantsOf(pid: number): readonly number[] {
  const parents = parentOfEach();
  const found: number[] = [];
  for (let generation = [pid]; generation.length > 0; ) {
    generation = [...parents].filter(([, parent]) => generation.includes(parent)).map(([child]) => child);
    found.push(...generation);
  }
  return found;
}

function parentOfEach(): ReadonlyMap<number, number> {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return new Map(
      lines.map((line) => {
        const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
        return [pid, parent];
      }),
    );
  }
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = readStatus(Number(name));
    if (status && !/^State:\s+Z/m.test(status)) {
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
    }
  }
  return parents;
}

function readStatus(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
}

/** The processes whose arguments contain the path of this folder, with any parent. */
export function processesOf(folder: string): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(folder)).map((line) => Number.parseInt(line, 10));
}

/** Waits until all of these processes have exited. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  let left = pids;
  const isOver = () => {
    left = left.filter(isAlive);
    return left.length === 0;
  };
  await eventually('every process is gone', isOver, 30_000).catch((error: unknown) => {
    throw new Error(`${String(error)}; still there: ${left.map(describeProcess).join('; ')}`);
  });
}

function describeProcess(pid: number): string {
  return execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = process.platform === 'linux' ? readStatus(pid) : '';
  // A zombie does nothing; it waits until its parent reads its exit code.
  return status !== undefined && !/^State:\s+Z/m.test(status);
}
