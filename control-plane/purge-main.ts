import { parseArgs } from 'node:util';
import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { type ControlPlaneConfig, parseControlPlaneConfig } from './config.ts';
import { maintenanceConnections } from './maintenance-connection.ts';
import { purgeOldData, retentionOf } from './purge-old-data.ts';

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
  const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
  const onConnection = maintenanceConnections(config, logger);
  const deps = { onConnection, now: Date.now, random: Math.random, logger };
  const dryRun = values['dry-run'];
  logger.info('purge finished', { ...(await purgeOldData(deps, retentionOf(config), dryRun)), dryRun });
}
