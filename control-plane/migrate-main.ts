import { createJsonLogger } from '../node-process/json-logger.ts';
import { runCommand } from '../node-process/run-command.ts';
import { parseControlPlaneConfig } from './config.ts';
import { migrateDatabase } from './migrate-database.ts';

/** `npm run migrate`: applies the missing migrations and ends. */
await runCommand({
  name: 'migrate',
  configure: () => parseControlPlaneConfig(process.env),
  run: (config) =>
    migrateDatabase(config, createJsonLogger({ service: 'control-plane', level: config.logLevel })),
});
