import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** First the shutdown that keeps everything in order, then the one that leaves the rest to recovery. */
const ESCALATION: readonly { readonly signal: NodeJS.Signals; readonly patienceMs: number }[] = [
  { signal: 'SIGINT', patienceMs: 10_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
];

/**
 * Stops the server that a killed parent left behind on this cluster, if there is one.
 *
 * @param cluster absolute path of the data folder
 * @throws Error when it does not end
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  for (const { signal, patienceMs } of ESCALATION) {
    if (!isServerOf(cluster, pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < patienceMs; waited += 50) {
      if (!isServerOf(cluster, pid)) return;
      await sleep(50);
    }
  }
  throw new Error(
    `A Postgres (process ${pid}) still runs on ${cluster} and does not stop. End it, then start again.`,
  );
}

/** Whether that process is a Postgres on this very cluster: after a reboot its number may be anybody's. */
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
