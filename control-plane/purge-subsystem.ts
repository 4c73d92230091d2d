import { createAttemptCounts, createNamedCounts } from './model/named-counts.ts';
import { addPurgeMetrics } from './observability/purge-metrics.ts';
import { type PurgeDeps, type PurgedCounts, purgeOldData, type Retention } from './purge-old-data.ts';
import type { Subsystem } from './subsystem.ts';

const FIRST_PURGE_MS = 60_000;
const PURGE_INTERVAL_MS = 6 * 60 * 60 * 1000;

/** Purges old data a minute after the start and then every six hours. One control plane does it at a time. */
export function createPurgeSubsystem(deps: PurgeDeps, retention: Retention): Subsystem {
  const runs = createAttemptCounts();
  const purged = createNamedCounts<keyof PurgedCounts>([
    'flags',
    'segments',
    'versions',
    'partitions',
    'events',
    'webhookDeliveries',
  ]);
  let isRunning = false;
  const timers: NodeJS.Timeout[] = [];
  const purge = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      const counts = await purgeOldData(deps, retention, false);
      for (const [kind] of purged.entries()) purged.add(kind, counts[kind]);
      runs.add('succeeded');
    } catch (error) {
      runs.add('failed');
      deps.logger.warn('purging old data failed, retried later', { error });
    }
    isRunning = false;
  };
  return {
    name: 'purge',
    addMetrics: (builder) => addPurgeMetrics(builder, () => ({ runs, purged })),
    async start() {
      if (Object.values(retention).every((days) => days === undefined)) return;
      timers.push(
        setTimeout(() => void purge(), FIRST_PURGE_MS).unref(),
        setInterval(() => void purge(), PURGE_INTERVAL_MS).unref(),
      );
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
