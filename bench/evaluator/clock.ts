import { readFileSync } from 'node:fs';
import type { Clock } from './measure.ts';

export interface NamedClock {
  readonly now: Clock;
  /** What it measures, for the report. */
  readonly counts: string;
}

/**
 * The CPU time of the main thread, if the kernel reports it (Linux): other work on the machine and helper threads of the
 * garbage collector do not count. Otherwise wall-clock time.
 */
export function chooseClock(): NamedClock {
  const statistics = `/proc/self/task/${process.pid}/schedstat`;
  const now = () => Number(readFileSync(statistics, 'latin1').split(' ', 1)[0]) / 1e6;
  try {
    if (now() > 0) return { now, counts: 'CPU time of the main thread' };
  } catch {
    // This system has no such statistics.
  }
  return { now: () => performance.now(), counts: 'wall-clock time' };
}
