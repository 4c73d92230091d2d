import { parseArgs } from 'node:util';
import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { type ControlPlaneConfig, parseControlPlaneConfig } from './config.ts';
import { maintenanceConnections } from './maintenance-connection.ts';
import { purgeOldData } from './purge-old-data.ts';

/**
 * `npm run purge`: deletes what is older than its retention. `npm run purge -- --dry-run` prints what it would delete.
 */
await runCommand({
  name: 'purge',
  configure: () => parseControlPlaneConfig(process.env),
  run: purge,
});

async function purge(config: ControlPlaneConfig): Promise<void> {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
  const { tombstoneRetentionDays: tombstoneDays, eventRetentionDays: eventDays } = config;
  if (tombstoneDays === undefined && eventDays === undefined) {
    throw new Error('nothing is to be purged: set TOMBSTONE_RETENTION_DAYS or EVENT_RETENTION_DAYS');
  }
  const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
  const retention = {
    ...(tombstoneDays === undefined ? {} : { tombstoneDays }),
    ...(eventDays === undefined ? {} : { eventDays }),
  };
  const onConnection = maintenanceConnections(config, logger);
  const deps = { onConnection, now: Date.now, random: Math.random, logger };
  const dryRun = values['dry-run'];
  logger.info('purge finished', { ...(await purgeOldData(deps, retention, dryRun)), dryRun });
}
