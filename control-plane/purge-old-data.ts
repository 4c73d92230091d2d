import type { Logger } from '../shared/logging/logger.ts';
import type { ControlPlaneConfig } from './config.ts';
import type { OnMaintenanceConnection } from './maintenance-connection.ts';
import type { Database } from './store/database/database.ts';
import { listPurgeableEnvironments, purgeEnvironment } from './store/purge/purge-environment.ts';
import { purgeEvents } from './store/purge/purge-events.ts';
import { purgeIdempotencyKeys } from './store/purge/purge-idempotency-keys.ts';
import { purgeSessions } from './store/purge/purge-sessions.ts';
import { purgeWebhooks } from './store/purge/purge-webhooks.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days for which old data is kept; absent: for ever. */
export interface Retention {
  readonly tombstoneDays?: number;
  readonly eventDays?: number;
  readonly webhookDays?: number;
}

/** What the operator has set. */
export function retentionOf(
  config: Pick<ControlPlaneConfig, 'tombstoneRetentionDays' | 'eventRetentionDays' | 'webhookRetentionDays'>,
): Retention {
  const { tombstoneRetentionDays, eventRetentionDays, webhookRetentionDays } = config;
  return {
    ...(tombstoneRetentionDays === undefined ? {} : { tombstoneDays: tombstoneRetentionDays }),
    ...(eventRetentionDays === undefined ? {} : { eventDays: eventRetentionDays }),
    ...(webhookRetentionDays === undefined ? {} : { webhookDays: webhookRetentionDays }),
  };
}

export interface PurgeDeps {
  readonly onConnection: OnMaintenanceConnection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/** How much was deleted, or would have been. A flag and a segment count in each environment. */
export interface PurgedCounts {
  readonly flags: number;
  readonly segments: number;
  readonly versions: number;
  readonly partitions: number;
  readonly events: number;
  readonly webhookDeliveries: number;
}

/** Deletes what is older than its retention, and logs what. With `dryRun` it logs what it would delete. */
export async function purgeOldData(
  deps: PurgeDeps,
  retention: Retention,
  dryRun: boolean,
): Promise<PurgedCounts> {
  const { tombstoneDays, eventDays, webhookDays } = retention;
  const daysAgo = (days: number) => new Date(deps.now() - days * DAY_MS);
  let tombstones = { flags: 0, segments: 0, versions: 0 };
  let events = { partitions: 0, events: 0 };
  let webhookDeliveries = 0;
  await deps.onConnection(async (sql) => {
    if (tombstoneDays !== undefined)
      tombstones = await purgeTombstones(sql, deps, { before: daysAgo(tombstoneDays), dryRun });
    if (webhookDays !== undefined) {
      webhookDeliveries = await purgeWebhooks(sql, { before: daysAgo(webhookDays), dryRun });
      if (webhookDeliveries > 0)
        deps.logger.info('old webhook deliveries purged', { webhookDeliveries, dryRun });
    }
    const idempotencyKeys = await purgeIdempotencyKeys(sql, dryRun);
    if (idempotencyKeys > 0) deps.logger.info('expired idempotency keys purged', { idempotencyKeys, dryRun });
    const signIns = await purgeSessions(sql, dryRun);
    if (signIns.sessions + signIns.signInLinks > 0)
      deps.logger.info('expired sessions and sign-in links purged', { ...signIns, dryRun });
    if (eventDays === undefined) return;
    const purged = await purgeEvents(sql, { before: daysAgo(eventDays), dryRun });
    events = { partitions: purged.partitions.length, events: purged.events };
    if (events.partitions + events.events > 0) deps.logger.info('old events purged', { ...purged, dryRun });
  });
  return { ...tombstones, ...events, webhookDeliveries };
}

async function purgeTombstones(
  sql: Database,
  { random, logger }: PurgeDeps,
  options: { readonly before: Date; readonly dryRun: boolean },
): Promise<Pick<PurgedCounts, 'flags' | 'segments' | 'versions'>> {
  const total = { flags: 0, segments: 0, versions: 0 };
  for (const environment of await listPurgeableEnvironments(sql)) {
    const purged = await purgeEnvironment(sql, environment, { ...options, random });
    if (purged === null) {
      logger.info('another process purges old data');
      break;
    }
    const { flags, segments, versions } = purged;
    total.flags += flags;
    total.segments += segments;
    total.versions += versions;
    if (flags + segments + versions > 0) {
      logger.info('old tombstones and versions purged', { ...purged, dryRun: options.dryRun });
    }
  }
  return total;
}
