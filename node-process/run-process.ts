import type { ConfigResult } from '../shared/config/read-variables.ts';
import type { LogLevel } from '../shared/logging/log-level.ts';
import type { Logger } from '../shared/logging/logger.ts';
import { createJsonLogger } from './json-logger.ts';
import { catchStrayErrors } from './stray-errors.ts';

const EXIT_RUNTIME = 1;
const EXIT_CONFIG = 2;
/** A connection that is still open this long after the end, for example a half-open one, does not hold the process. */
const EXIT_GRACE_MS = 1_000;

/** A process that serves until shutdown is requested. */
export interface ProcessDefinition<Config extends { readonly logLevel: LogLevel }> {
  /** Begins each line on standard error, for example `control plane`. */
  readonly name: string;
  /** The name in log lines, for example `control-plane`. */
  readonly service: string;
  /** Reads the configuration: all faults, or none. */
  readonly configure: () => ConfigResult<Config>;
  readonly start: (config: Config, logger: Logger) => Promise<{ stop(): Promise<void> }>;
}

/**
 * Runs a process: every fault of the configuration is written to standard error and ends it with code 2; a failed start
 * ends it with code 1; SIGTERM and SIGINT end it in order, and a second signal at once. Once it has started, an error that no
 * code handles is logged and does not end it, unless such errors do not cease.
 */
export async function runProcess<Config extends { readonly logLevel: LogLevel }>(
  definition: ProcessDefinition<Config>,
): Promise<void> {
  const { name, service, start } = definition;
  const fail = (error: unknown) => {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT_RUNTIME;
  };
  try {
    const configured = definition.configure();
    if (!configured.ok) {
      for (const fault of configured.faults) process.stderr.write(`${name}: ${fault}\n`);
      process.exitCode = EXIT_CONFIG;
      return;
    }
    const logger = createJsonLogger({ service, level: configured.config.logLevel });
    const running = await start(configured.config, logger);
    const stop = stopOnSignal(logger, () => running.stop().catch(fail));
    catchStrayErrors(logger, () => {
      process.exitCode = EXIT_RUNTIME;
      stop('too many exceptions');
    });
  } catch (error) {
    fail(error);
  }
}

/** Returns what a signal does, for other reasons to stop. */
function stopOnSignal(logger: Logger, stop: () => Promise<void>): (reason: string) => void {
  let isStopping = false;
  const onSignal = (signal: string) => {
    if (isStopping) process.exit(EXIT_RUNTIME);
    isStopping = true;
    logger.info('stopping', { signal });
    void stop().then(() => {
      logger.info('stopped');
      setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return onSignal;
}
