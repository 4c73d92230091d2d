import { localUrl, type RunningServer } from '../../node-process/http-server.ts';
import { serveMetrics } from '../../node-process/observability/metrics-server.ts';
import { createWebListener } from '../../node-process/web-listener.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/model/clock.ts';
import { createAuthorizer } from '../core/api/authorizer.ts';
import { createEdgeApp } from '../core/http/app.ts';
import { DEFAULT_GUARD_SETTINGS } from '../core/http/guard/guard-settings.ts';
import type { EdgeRuntime } from '../core/model/ports.ts';
import { createAwaitFlags } from '../core/state/await-flags.ts';
import { createEdgeState, type EdgeState } from '../core/state/edge-state.ts';
import { createKeyResolver } from '../core/state/keys/key-resolver.ts';
import { sha256Hex } from '../core/state/keys/sha256.ts';
import { createEdgeMeter, type EdgeMeter } from '../core/state/metrics/edge-metrics.ts';
import { createEdgeStreams, type EdgeStreams } from '../core/state/streams/edge-streams.ts';
import type { EdgeConfig } from './config.ts';
import { createEdgeShutdown, type EdgeShutdown } from './edge-shutdown.ts';
import type { Feed } from './feed/feed.ts';
import { openFeed } from './feed/open-feed.ts';
import { startEdgeServer } from './http/edge-server.ts';
import { toGzipResponse } from './http/gzip.ts';
import { createHotListener } from './http/hot-listener.ts';
import { createNodeStreamPort, type NodeEnv } from './http/node-stream-port.ts';
import { startTlsServer } from './http/tls-server.ts';
import { loadTelemetry } from './observability/load-telemetry.ts';
import { createMetricsRegistry } from './observability/metrics-registry.ts';
import type { Telemetry } from './observability/telemetry.ts';

/** A running edge. */
export interface RunningEdge {
  readonly url: string;
  readonly port: number;
  /** Accepts no new connections, ends streams, sends the remaining events, within a deadline. Never rejects. */
  stop(): Promise<void>;
}

/** Creates an edge on Node and starts it. It answers at once: 503 until keys and flags have arrived. */
export async function startEdge(config: EdgeConfig, deps: { readonly logger: Logger }): Promise<RunningEdge> {
  const { logger } = deps;
  const runtime: EdgeRuntime = { ...systemClock, random: Math.random, logger };
  const parts = await createParts(config, runtime);
  const { feed, shutdown } = parts;
  let metrics: RunningServer | undefined;
  try {
    metrics = await startMetrics(config, runtime, parts);
    const server = await startServer(config, runtime, parts);
    feed.begin(parts.streams.readers);
    const protocol = config.certificate === undefined ? 'http' : 'https';
    const url = localUrl(config.host, server.port, protocol);
    logger.info('edge is listening', { url, upstream: feed.origin });
    return { url, port: server.port, stop: () => shutdown.run(server, metrics) };
  } catch (error) {
    feed.halt();
    await Promise.all([feed.release(0), metrics?.close(0)]);
    throw error;
  }
}

/** What an edge consists of, besides its servers. */
interface Parts {
  readonly state: EdgeState;
  readonly feed: Feed;
  readonly streams: EdgeStreams;
  readonly meter: EdgeMeter;
  readonly shutdown: EdgeShutdown;
  readonly telemetry: Telemetry | undefined;
}

async function createParts(config: EdgeConfig, runtime: EdgeRuntime): Promise<Parts> {
  const telemetry = await loadTelemetry(config.tracing?.serviceName);
  const plainState = createEdgeState({ now: runtime.now, keysMaxAgeMs: config.keysMaxAgeMs });
  const state = telemetry?.aroundState(plainState) ?? plainState;
  const feed = await openFeed(config, { runtime, state });
  const meter = createEdgeMeter();
  const streams = createEdgeStreams({
    state,
    ...runtime,
    authority: feed.authority,
    onReaderStalled: () => meter.limitHit('slow_reader'),
  });
  const { shutdownTimeoutMs: timeoutMs } = config;
  const shutdown = createEdgeShutdown({ ...runtime, feed, streams, timeoutMs, telemetry });
  return { state, feed, streams, meter, shutdown, telemetry };
}

async function startMetrics(
  config: EdgeConfig,
  { now, logger }: EdgeRuntime,
  { state, meter, feed, streams }: Parts,
): Promise<RunningServer | undefined> {
  if (config.metrics === undefined) return undefined;
  const registry = createMetricsRegistry({ state, meter, feed, now, openStreams: () => streams.open });
  return serveMetrics(registry, config.metrics, logger);
}

function startServer(config: EdgeConfig, runtime: EdgeRuntime, parts: Parts): Promise<RunningServer> {
  const { listener, rest } = createListeners(config, runtime, parts);
  const unread = { onCut: () => parts.meter.limitHit('unread_answer') };
  const { certificate: files } = config;
  if (files === undefined) return startEdgeServer(listener, config, { unread });
  const { logger } = runtime;
  return startTlsServer({ files, listener, http2Listener: rest, unread, logger }, config);
}

/** The listener for HTTP/1.1, and the one behind it, which takes HTTP/2, too. */
function createListeners(config: EdgeConfig, runtime: EdgeRuntime, parts: Parts) {
  const { state, feed, streams, meter, shutdown, telemetry } = parts;
  const guard = config.guard ?? DEFAULT_GUARD_SETTINGS;
  const { app, hotPath } = createEdgeApp<NodeEnv>({
    source: state,
    readiness: () => ({ ...state.readiness(), stopping: shutdown.hasBegun() }),
    readyMaxAgeMs: config.readyMaxAgeMs,
    streamOrigin: config.streamOrigin,
    recorder: feed.recorder,
    ...(feed.forwardEvents === undefined ? {} : { forwardEvents: feed.forwardEvents }),
    streams: createNodeStreamPort({ streams, source: state, maxStreamsPerKey: guard.maxStreamsPerKey }),
    awaitFlags: createAwaitFlags(state, runtime.setTimer),
    authorizer: createAuthorizer(state, createKeyResolver(sha256Hex), runtime.now),
    toGzipResponse,
    guard,
    peerOf: ({ env }) => env.incoming.socket.remoteAddress,
    metrics: meter,
    ...(telemetry === undefined ? {} : { aroundHotPath: telemetry.aroundHotPath }),
    random: runtime.random,
    now: runtime.now,
    logger: runtime.logger,
  });
  const rest = createWebListener(app.fetch);
  const { maxBodyBytes } = guard;
  const { logger } = runtime;
  const listener = createHotListener({ hotPath, maxBodyBytes, rest, clock: runtime, logger });
  return { listener, rest };
}
