import type { RunningServer } from '../node-process/http-server.ts';
import { openMetrics } from '../node-process/observability/metrics-builder.ts';
import { serveMetrics } from '../node-process/observability/metrics-server.ts';
import type { ObservabilitySettings } from '../node-process/observability/observability-variables.ts';
import type { Logger } from '../shared/logging/logger.ts';
import type { RequestObserver } from './model/observed-request.ts';
import { addDatabaseMetrics } from './observability/database-metrics.ts';
import { addHttpMetrics } from './observability/http-metrics.ts';
import { type Database, MAX_CONNECTIONS } from './store/database/database.ts';
import { createDatabaseCounters } from './store/database/database-counters.ts';
import type { Subsystem } from './subsystem.ts';

const PREFIX = 'solid_fortnight_control_plane_';

/** Metrics and traces of a control plane. */
export interface Observability {
  /** Must be called with every request. */
  readonly observers: readonly RequestObserver[];
  /** Sends the remaining spans and closes the server of the metrics, within `graceMs`. Never rejects. */
  stop(graceMs: number): Promise<void>;
}

export interface ObservabilityDeps {
  readonly sql: Database;
  readonly subsystems: readonly Subsystem[];
  readonly logger: Logger;
}

/**
 * Serves metrics and sends traces, as far as they are configured.
 *
 * @throws Error in one line if the chosen port of the metrics cannot be used
 */
export async function startObservability(
  { metrics, tracing }: ObservabilitySettings,
  { sql, subsystems, logger }: ObservabilityDeps,
): Promise<Observability> {
  const observers: RequestObserver[] = [];
  let server: RunningServer | undefined;
  if (metrics !== undefined) {
    const { registry, builder } = openMetrics(PREFIX);
    observers.push(addHttpMetrics(builder));
    const counters = sql.counters ?? createDatabaseCounters();
    addDatabaseMetrics(builder, counters.counts, MAX_CONNECTIONS);
    for (const subsystem of subsystems) subsystem.addMetrics?.(builder);
    server = await serveMetrics(registry, metrics, logger);
  }
  const requestTracing = await loadRequestTracing(tracing?.serviceName);
  if (requestTracing !== undefined) observers.push(requestTracing.observer);
  return {
    observers,
    async stop(graceMs) {
      await Promise.allSettled([server?.close(graceMs), requestTracing?.close()]);
    },
  };
}

/** Loads OpenTelemetry if a service name is given. Without one its modules are not read. */
async function loadRequestTracing(serviceName: string | undefined) {
  if (serviceName === undefined) return undefined;
  const { startRequestTracing } = await import('./observability/open-telemetry.ts');
  return startRequestTracing(serviceName);
}
