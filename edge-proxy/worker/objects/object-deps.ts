import { parseWorkerConfig } from '../runtime/config.ts';
import { createWorkerLogger } from '../runtime/logging.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { now, setTimer, upstreamFetch } from '../runtime/workers-runtime.ts';
import type { KeptDeps } from './stored-environment.ts';

/**
 * What an object gives to what it runs.
 *
 * @throws Error naming every fault of the configuration; no isolate gets this far with a faulty one
 */
export function keptDeps(storage: DurableObjectStorage, env: WorkerEnv) {
  const parsed = parseWorkerConfig(env);
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
