import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** First a clean shutdown, then one that leaves the rest to recovery at the next start. */
const SHUTDOWN_STEPS: readonly { readonly signal: NodeJS.Signals; readonly timeoutMs: number }[] = [
  { signal: 'SIGINT', timeoutMs: 10_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
];

const POLL_MS = 50;

/**
 * Stops the server of a killed launcher that still runs on this cluster, if there is one.
 *
 * @param cluster absolute path of the cluster's folder
 * @throws Error if the server does not stop
 */
export async function stopStaleServer(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  for (const { signal, timeoutMs } of SHUTDOWN_STEPS) {
    if (!isServerOf(cluster, pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
      if (!isServerOf(cluster, pid)) return;
      await sleep(POLL_MS);
    }
  }
  throw new Error(
    `A Postgres (process ${pid}) still runs on ${cluster} and does not stop. Stop it, then start again.`,
  );
}

/** Whether the process is a Postgres on this cluster. After a reboot another process may have the same id. */
function isServerOf(cluster: string, pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  const command = commandLineOf(pid);
  return command.includes('postgres') && command.includes(cluster);
}

function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
