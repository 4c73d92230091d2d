import { readFileSync } from 'node:fs';
import type { Clock } from './measure.ts';

export interface NamedClock {
  readonly now: Clock;
  /** What it counts, for the notes. */
  readonly counts: string;
}

/**
 * The time the main thread has run, where the kernel tells it (Linux): other work on the machine then does not count,
 * nor do the collector's helper threads. Elsewhere the time on the wall.
 */
export function chooseClock(): NamedClock {
  const statistics = `/proc/self/task/${process.pid}/schedstat`;
  const now = () => Number(readFileSync(statistics, 'latin1').split(' ', 1)[0]) / 1e6;
  try {
    if (now() > 0) return { now, counts: 'CPU time of the main thread' };
  } catch {
    // No such statistics on this system.
  }
  return { now: () => performance.now(), counts: 'time on the wall' };
}
