import { createJsonLogger } from '../node-process/json-logger.ts';
import { parseConfig } from './config.ts';
import { startControlPlane } from './start-control-plane.ts';

const EXIT_RUNTIME = 1;
const EXIT_CONFIG = 2;

/** The process: configuration from the environment, then serving until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const parsed = parseConfig(process.env);
  if (!parsed.ok) {
    for (const fault of parsed.faults) process.stderr.write(`control plane: ${fault}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const logger = createJsonLogger({ service: 'control-plane', level: parsed.config.logLevel });
  const controlPlane = await startControlPlane(parsed.config, { logger });
  const stop = (signal: NodeJS.Signals) => {
    logger.info('stopping', { signal });
    void controlPlane.stop().then(() => logger.info('stopped'));
    // A second signal ends it at once.
    process.once(signal, () => process.exit(EXIT_RUNTIME));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`control plane: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_RUNTIME;
});
