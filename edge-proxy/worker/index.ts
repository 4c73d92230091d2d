import { renderFailure } from '../core/api/evaluate/render-failure.ts';
import { toResponse } from '../core/http/responses/to-response.ts';
import { failWith } from '../core/model/failure.ts';
import { createIsolate, type Isolate } from './isolate/isolate.ts';
import { parseWorkerConfig } from './runtime/config.ts';
import { createWorkerLogger } from './runtime/logging.ts';
import type { WorkerEnv } from './runtime/worker-env.ts';

export { EnvironmentObject } from './objects/environment-object.ts';
export { RelayObject } from './objects/relay-object.ts';

/**
 * The only mutable state at module level in this code base: the isolate's state between requests. Everything else that
 * outlives a request on Workers is behind a network call.
 */
let isolate: Isolate | undefined;

export default {
  async fetch(request, env, context) {
    isolate ??= start(env);
    return isolate.fetch(request, env, context);
  },
} satisfies ExportedHandler<WorkerEnv>;

function start(env: WorkerEnv): Isolate {
  const parsed = parseWorkerConfig(env);
  if (!parsed.ok) return createRefusingIsolate(parsed.faults);
  return createIsolate(env, parsed.config, createWorkerLogger(parsed.config.logLevel, console.log));
}

/** A Worker cannot refuse to start: it logs the faults, and answers every request that it is not ready. */
function createRefusingIsolate(faults: readonly string[]): Isolate {
  const logger = createWorkerLogger('error', console.log);
  for (const fault of faults) logger.error('configuration is invalid', { fault });
  return {
    fetch: async () =>
      toResponse(
        renderFailure(
          failWith('PROVIDER_NOT_READY', 'This edge is not configured; its log names the faults.'),
        ),
      ),
  };
}
