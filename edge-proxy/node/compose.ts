import { getRequestListener } from '@hono/node-server';
import type { Logger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/model/clock.ts';
import { createEdgeApp } from '../core/http/app.ts';
import { DEFAULT_GUARD_SETTINGS } from '../core/http/guard/guard-settings.ts';
import { createEdgeMeter } from '../core/http/metrics/edge-metrics.ts';
import type { EdgeRuntime } from '../core/model/ports.ts';
import { createAwaitFlags } from '../core/state/await-flags.ts';
import { createEdgeState } from '../core/state/edge-state.ts';
import { sha256Hex } from '../core/state/keys/sha256.ts';
import { createEdgeStreams } from '../core/state/streams/edge-streams.ts';
import type { EdgeConfig } from './config.ts';
import { openFeed } from './feed/feed.ts';
import { toGzipResponse } from './http/gzip.ts';
import { createHotListener } from './http/hot-listener.ts';
import { listen } from './http/listen.ts';
import { createStreamPort, type NodeEnv } from './http/node-stream-port.ts';
import { createMetricsRegistry } from './observability/metrics-registry.ts';
import { type MetricsServer, serveMetrics } from './observability/metrics-server.ts';
import { loadTelemetry } from './observability/telemetry.ts';
import { createShutdown } from './shutdown.ts';

const DEFAULT_SHUTDOWN_MS = 10_000;

/** A running edge. */
export interface RunningEdge {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, ends streams, sends what is left of events, within a deadline. Never rejects. */
  stop(): Promise<void>;
}

/** Puts an edge on Node together and starts it. Serving begins at once: 503 until keys and flags are there. */
export async function startEdge(config: EdgeConfig, deps: { readonly logger: Logger }): Promise<RunningEdge> {
  const { logger } = deps;
  const runtime: EdgeRuntime = { ...systemClock, random: Math.random, logger };
  const guard = config.guard ?? DEFAULT_GUARD_SETTINGS;
  const telemetry = await loadTelemetry(config.tracing?.serviceName);
  const held = createEdgeState({ now: runtime.now, keysMaxAgeMs: config.keysMaxAgeMs });
  const state = telemetry?.aroundState(held) ?? held;
  const feed = await openFeed(config, { runtime, state });
  const meter = createEdgeMeter();
  const streams = createEdgeStreams({
    state,
    ...runtime,
    authority: feed.authority,
    onReaderStalled: () => meter.limitHit('slow_reader'),
  });
  const registry =
    config.metrics &&
    createMetricsRegistry({ state, meter, feed, now: runtime.now, openStreams: () => streams.open });
  const shutdown = createShutdown({
    ...runtime,
    feed,
    streams,
    withinMs: config.shutdownTimeoutMs ?? DEFAULT_SHUTDOWN_MS,
    ...(telemetry === undefined ? {} : { telemetry }),
  });
  const { app, hotPath } = createEdgeApp<NodeEnv>({
    source: state,
    readiness: () => ({ ...state.readiness(), stopping: shutdown.hasBegun() }),
    readyMaxAgeMs: config.readyMaxAgeMs,
    recorder: feed.recorder,
    ...(feed.passOnEvents === undefined ? {} : { passOnEvents: feed.passOnEvents }),
    streams: createStreamPort(streams, guard.maxStreamsPerKey),
    awaitFlags: createAwaitFlags(state, runtime.setTimer),
    sha256: sha256Hex,
    toGzipResponse,
    guard,
    peerOf: ({ env }) => env.incoming.socket.remoteAddress,
    metrics: meter,
    ...(telemetry === undefined ? {} : { aroundHotPath: telemetry.aroundHotPath }),
    random: runtime.random,
    now: runtime.now,
    logger,
  });
  const listener = createHotListener({
    hotPath,
    maxBodyBytes: guard.maxBodyBytes,
    rest: getRequestListener(app.fetch),
    clock: runtime,
    logger,
  });
  let metrics: MetricsServer | undefined;
  try {
    if (registry && config.metrics) metrics = await serveMetrics(registry, config.metrics, logger);
    const server = await listen(listener, config.host, config.port);
    feed.begin();
    const url = `http://${hostInUrl(config.host)}:${server.port}`;
    logger.info('edge is listening', { url, upstream: feed.origin });
    return { url, port: server.port, stop: () => shutdown.run(server, metrics) };
  } catch (error) {
    feed.halt();
    await Promise.all([feed.release(0), metrics?.close()]);
    throw error;
  }
}

/** An address to reach a server by that listens on `host`. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
