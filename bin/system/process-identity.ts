import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { errorCodeOf } from './operational-error.ts';

/**
 * Identifies a running process: its id and its start time. The system reuses an id after the process ends, and after a
 * reboot; the pair stays unique.
 *
 * @returns undefined if no process has this id
 */
export function processIdentity(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process runs under another account.
    if (errorCodeOf(error) !== 'EPERM') return undefined;
  }
  return `${pid} ${startTimeOf(pid)}`;
}

function startTimeOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      // The name, in parentheses, may contain spaces; field 22 is the start time in clock ticks since boot.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').trim().split(' ');
      return `${boot} ${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
