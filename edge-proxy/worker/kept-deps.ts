import { parseConfig } from './config.ts';
import type { KeptDeps } from './kept-environment.ts';
import { createWorkerLogger } from './logging.ts';
import type { WorkerEnv } from './worker-env.ts';
import { now, setTimer, upstreamFetch } from './workers-runtime.ts';

/**
 * What an object gives to what it runs.
 *
 * @throws Error naming every fault of the configuration; no isolate gets this far with a faulty one
 */
export function keptDeps(storage: DurableObjectStorage, env: WorkerEnv) {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Error(parsed.faults.join('; '));
  const { config } = parsed;
  const logger = createWorkerLogger(config.logLevel, console.log);
  const deps: KeptDeps = {
    storage,
    fetch: upstreamFetch,
    upstreamUrl: config.upstreamUrl,
    relayKey: config.relayKey,
    maxStreamsPerKey: config.guard.maxStreamsPerKey,
    random: Math.random,
    now,
    setTimer,
    logger,
  };
  return { ...deps, onUpstreamRejected: config.onUpstreamRejected };
}
