import { parseArgs } from 'node:util';
import { createJsonLogger } from '../../node-process/json-logger.ts';
import { startEdge } from './compose.ts';
import { parseConfig } from './config.ts';

const EXIT_RUNTIME = 1;
const EXIT_CONFIG = 2;

/** The process: configuration from the environment, then serving until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const given = withArguments(process.env, process.argv.slice(2));
  const parsed = typeof given === 'string' ? { ok: false as const, faults: [given] } : parseConfig(given);
  if (!parsed.ok) {
    for (const fault of parsed.faults) process.stderr.write(`edge: ${fault}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const logger = createJsonLogger({ service: 'edge', level: parsed.config.logLevel });
  const edge = await startEdge(parsed.config, { logger });
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // A second signal ends it at once.
    if (stopping) process.exit(EXIT_RUNTIME);
    stopping = true;
    logger.info('stopping', { signal });
    edge.stop().then(() => logger.info('stopped'), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** `--offline flags.json` is `OFFLINE_FILE=flags.json`; a text is what is wrong with the arguments. */
function withArguments(environment: NodeJS.ProcessEnv, given: readonly string[]): NodeJS.ProcessEnv | string {
  try {
    const { values } = parseArgs({ args: [...given], options: { offline: { type: 'string' } } });
    return values.offline === undefined ? environment : { ...environment, OFFLINE_FILE: values.offline };
  } catch {
    return 'takes no arguments but "--offline <file>"; everything else is set by environment variables';
  }
}

function fail(error: unknown): void {
  process.stderr.write(`edge: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_RUNTIME;
}

main().catch(fail);
