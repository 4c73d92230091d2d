import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { parseControlPlaneConfig } from './config.ts';
import { maintenanceConnections } from './maintenance-connection.ts';
import { migrateDatabase } from './migrate-database.ts';

/** `npm run migrate`: applies the missing migrations and ends. */
await runCommand({
  name: 'migrate',
  configure: () => parseControlPlaneConfig(process.env),
  async run(config) {
    const logger = createJsonLogger({ service: 'control-plane', level: config.logLevel });
    await migrateDatabase(maintenanceConnections(config, logger), logger);
  },
});
