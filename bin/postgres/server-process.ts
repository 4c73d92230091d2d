import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeExit } from '../system/exit-status.ts';

/** How often the start is tried while the processes of a killed server still hold its shared memory, or while ports are taken. */
const START_ATTEMPTS = 20;
const RETRY_MS = 250;

/** How long a server may take to shut down cleanly. After that it stops at once and recovers at its next start. */
const SHUTDOWN_MS = 15_000;

export interface ServerStart {
  /** The TCP port; `findPort` chooses it if omitted. */
  readonly port?: number;
  /** Chooses a port, once for each attempt. */
  readonly findPort: () => Promise<number>;
  readonly launch: (port: number) => ChildProcess;
  readonly onLogLine: (line: string) => void;
}

/**
 * Launches a server and waits until it accepts connections. Retries while an earlier server still exits, and with
 * another port if a process has begun to listen on the chosen one since `findPort` found it free.
 */
export async function startServer(
  options: ServerStart,
): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await options.findPort());
    const server = options.launch(port);
    try {
      await untilReady(server, options.onLogLine);
      return { server, port };
    } catch (error) {
      if (attempt === START_ATTEMPTS || !(error instanceof Error)) throw error;
      const isPortTaken = error.message.includes('could not create any TCP/IP sockets');
      if (isPortTaken && options.port === undefined) continue;
      if (!error.message.includes('pre-existing shared memory block')) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function untilReady(server: ChildProcess, onLogLine: (line: string) => void): Promise<void> {
  const lastLines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`Postgres could not be started: ${error.message}`)));
    // After `close`, every line that it wrote has been read.
    server.once('close', () =>
      reject(new Error(`Postgres stopped while starting: ${lastLines.join(' | ') || 'it logged nothing'}`)),
    );
    if (!server.stderr) return;
    createInterface({ input: server.stderr }).on('line', (line) => {
      onLogLine(line);
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
      if (line.includes('database system is ready to accept connections')) resolve();
    });
  });
}

/** Resolves when the server has exited, with its exit code or signal in words. */
export function untilExit(server: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    server.once('exit', (code, signal) => resolve(describeExit(code, signal)));
  });
}

/** Shuts the server down and waits until it has exited. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  const timer = setTimeout(() => server.kill('SIGQUIT'), SHUTDOWN_MS);
  await exited;
  clearTimeout(timer);
}
