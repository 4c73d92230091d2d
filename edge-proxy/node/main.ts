import { parseArgs } from 'node:util';
import { runProcess } from '../../node-process/run-process.ts';
import { parseEdgeConfig } from './config.ts';
import { startEdge } from './start-edge.ts';

/** `--offline flags.json` is `OFFLINE_FILE=flags.json`; a text names what is wrong with the arguments. */
function withArguments(environment: NodeJS.ProcessEnv, given: readonly string[]): NodeJS.ProcessEnv | string {
  try {
    const { values } = parseArgs({ args: [...given], options: { offline: { type: 'string' } } });
    return values.offline === undefined ? environment : { ...environment, OFFLINE_FILE: values.offline };
  } catch {
    return 'takes no arguments but "--offline <file>"; everything else is set by environment variables';
  }
}

await runProcess({
  name: 'edge',
  service: 'edge',
  configure() {
    const given = withArguments(process.env, process.argv.slice(2));
    return typeof given === 'string' ? { ok: false, faults: [given] } : parseEdgeConfig(given);
  },
  start: (config, logger) => startEdge(config, { logger }),
});
