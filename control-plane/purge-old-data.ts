import type { Logger } from '../shared/logging/logger.ts';
import type { OnMaintenanceConnection } from './maintenance-connection.ts';
import type { Database } from './store/database/database.ts';
import { listPurgeableEnvironments, purgeEnvironment } from './store/purge/purge-environment.ts';
import { purgeEvents } from './store/purge/purge-events.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days for which old data is kept; absent: for ever. */
export interface Retention {
  readonly tombstoneDays?: number;
  readonly eventDays?: number;
}

export interface PurgeDeps {
  readonly onConnection: OnMaintenanceConnection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/** Deletes what is older than its retention, and logs what. With `dryRun` it logs what it would delete. */
export async function purgeOldData(deps: PurgeDeps, retention: Retention, dryRun: boolean): Promise<void> {
  const { tombstoneDays, eventDays } = retention;
  const daysAgo = (days: number) => new Date(deps.now() - days * DAY_MS);
  await deps.onConnection(async (sql) => {
    if (tombstoneDays !== undefined)
      await purgeTombstones(sql, deps, { before: daysAgo(tombstoneDays), dryRun });
    if (eventDays === undefined) return;
    const purged = await purgeEvents(sql, { before: daysAgo(eventDays), dryRun });
    if (purged.partitions.length + purged.events > 0)
      deps.logger.info('old events purged', { ...purged, dryRun });
  });
}

async function purgeTombstones(
  sql: Database,
  { random, logger }: PurgeDeps,
  options: { readonly before: Date; readonly dryRun: boolean },
): Promise<void> {
  for (const environment of await listPurgeableEnvironments(sql)) {
    const purged = await purgeEnvironment(sql, environment, { ...options, random });
    if (purged === null) {
      logger.info('another process purges old data');
      return;
    }
    const { flags, segments, versions } = purged;
    if (flags + segments + versions > 0) {
      logger.info('old tombstones and versions purged', { ...purged, dryRun: options.dryRun });
    }
  }
}
