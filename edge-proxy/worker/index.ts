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
 * The one mutable thing at module level in this code base: what the isolate keeps between requests. There is no
 * other place that outlives a request without a way over the network.
 */
let isolate: Isolate | undefined;

export default {
  async fetch(request, env, context) {
    isolate ??= begin(env);
    return isolate.fetch(request, env, context);
  },
} satisfies ExportedHandler<WorkerEnv>;

function begin(env: WorkerEnv): Isolate {
  const parsed = parseWorkerConfig(env);
  if (!parsed.ok) return misconfigured(parsed.faults);
  return createIsolate(env, parsed.config, createWorkerLogger(parsed.config.logLevel, console.log));
}

/** A Worker cannot refuse to start: it says to its operator what is wrong, and to clients that it is not ready. */
function misconfigured(faults: readonly string[]): Isolate {
  const logger = createWorkerLogger('error', console.log);
  for (const fault of faults) logger.error('configuration is invalid', { fault });
  return {
    fetch: async () =>
      toResponse(
        renderFailure(
          failWith('PROVIDER_NOT_READY', 'This edge is not configured; its log says what is missing.'),
        ),
      ),
  };
}
