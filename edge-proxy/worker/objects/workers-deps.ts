import { EDGE_READER } from '../../core/state/upstream/upstream.ts';
import { parseWorkerConfig, type WorkerConfig } from '../runtime/config.ts';
import { createWorkerLogger } from '../runtime/logging.ts';
import type { WorkerEnv } from '../runtime/worker-env.ts';
import { now, setTimer, upstreamFetch } from '../runtime/workers-runtime.ts';
import type { ObjectDeps } from './object-deps.ts';

/**
 * What the work of an object needs, as Workers provide it.
 *
 * @throws Error naming every fault of the configuration; an isolate with a faulty one calls no object
 */
export function createWorkersDeps(
  { storage, id }: Pick<DurableObjectState, 'storage' | 'id'>,
  env: WorkerEnv,
): ObjectDeps & Pick<WorkerConfig, 'onUpstreamRejected'> {
  const parsed = parseWorkerConfig(env);
  if (!parsed.ok) throw new Error(parsed.faults.join('; '));
  const { upstreamUrl, relayKey, guard, logLevel, onUpstreamRejected, region } = parsed.config;
  return {
    storage,
    fetch: upstreamFetch,
    upstreamUrl,
    relayKey,
    maxStreamsPerKey: guard.maxStreamsPerKey,
    onUpstreamRejected,
    reader: { ...EDGE_READER, ...(region === undefined ? {} : { region }), instance: id.toString() },
    random: Math.random,
    now,
    setTimer,
    logger: createWorkerLogger(logLevel, console.log),
  };
}
