import type { Logger } from '../../shared/logging/logger.ts';
import type { TimerClock } from '../../shared/model/clock.ts';
import type { Heads } from '../store/flag-set/heads.ts';
import { READ_TIMEOUT_MS, SWEEP_INTERVAL_MS } from './hub-limits.ts';
import type { Hub, HubRegistry } from './hub-registry.ts';
import type { StreamingCounters } from './streaming-counters.ts';
import { withTimeout } from './with-timeout.ts';

export interface SweepDeps {
  readonly clock: TimerClock;
  readonly logger: Logger;
  readonly readHeads: (environmentIds: readonly string[], projectIds: readonly string[]) => Promise<Heads>;
  readonly environments: Pick<HubRegistry<Hub>, 'ids' | 'sweep'>;
  readonly projects: Pick<HubRegistry<Hub>, 'ids' | 'sweep'>;
  readonly counters: StreamingCounters;
}

/** Reads the positions of all hubs from Postgres at an interval, to find the changes whose hint was lost. */
export interface Sweep {
  start(): void;
  stop(): void;
}

export function createSweep(deps: SweepDeps): Sweep {
  const { clock, logger, readHeads, environments, projects, counters } = deps;
  let cancel = () => {};
  let isRunning = false;
  let isFailing = false;

  const sweep = async () => {
    cancel = clock.setTimer(() => void sweep(), SWEEP_INTERVAL_MS);
    const [environmentIds, projectIds] = [environments.ids, projects.ids];
    if (isRunning || environmentIds.length + projectIds.length === 0) return;
    isRunning = true;
    const startedAt = clock.now();
    try {
      const heads = await withTimeout(clock, READ_TIMEOUT_MS, readHeads(environmentIds, projectIds));
      environments.sweep(heads.environments, startedAt);
      projects.sweep(heads.projects, startedAt);
      counters.sweeps.add('succeeded');
      if (isFailing) logger.info('sweep recovered');
      isFailing = false;
    } catch (error) {
      counters.sweeps.add('failed');
      if (!isFailing) logger.warn('sweep is failing, streams stay open with their last state', { error });
      isFailing = true;
    } finally {
      isRunning = false;
    }
  };

  return { start: () => void sweep(), stop: () => cancel() };
}
