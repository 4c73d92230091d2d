import type { ConfigResult } from '../shared/config/read-variables.ts';

const EXIT_RUNTIME = 1;
const EXIT_CONFIG = 2;

/** A command that ends by itself. */
export interface CommandDefinition<Config> {
  /** Begins each line on standard error. */
  readonly name: string;
  /** Reads the configuration: all faults, or none. */
  readonly configure: () => ConfigResult<Config>;
  readonly run: (config: Config) => Promise<void>;
}

/** Runs a command: faults of the configuration end it with code 2, a failure with code 1, each with its cause on standard error. */
export async function runCommand<Config>({ name, configure, run }: CommandDefinition<Config>): Promise<void> {
  const configured = configure();
  if (!configured.ok) {
    for (const fault of configured.faults) process.stderr.write(`${name}: ${fault}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  try {
    await run(configured.config);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT_RUNTIME;
  }
}
