import { getRequestListener } from '@hono/node-server';
import type { Logger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/sync/clock.ts';
import { createEdgeApp } from '../core/app.ts';
import { DEFAULT_GUARD_SETTINGS } from '../core/guard/guard-settings.ts';
import { sha256Hex } from '../core/keys/sha256.ts';
import { createEdgeMeter } from '../core/metrics/edge-metrics.ts';
import { createAwaitFlags } from '../core/ofrep/freshness.ts';
import type { EdgeRuntime } from '../core/ports.ts';
import { createEdgeState } from '../core/state/edge-state.ts';
import { createEdgeStreams } from '../core/streams/edge-streams.ts';
import { followUpstream, type Upstream } from '../core/upstream/follow-upstream.ts';
import type { EdgeConfig } from './config.ts';
import { startEventRecording } from './events.ts';
import { toGzipResponse } from './gzip.ts';
import { createHotListener } from './hot-listener.ts';
import { keepState } from './kept-state.ts';
import { listen } from './listen.ts';
import { createMetricsRegistry } from './metrics-registry.ts';
import { serveMetrics } from './metrics-server.ts';
import { createStreamPort, type NodeEnv } from './stream-port.ts';
import { createUpstreamClient } from './upstream-fetch.ts';

/** How long the edge tries to send what is left of its events when it stops. */
const FLUSH_DEADLINE_MS = 5_000;

/** A running edge. */
export interface RunningEdge {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, ends streams, sends what is left of events, within a deadline. */
  stop(): Promise<void>;
}

/** Puts an edge on Node together and starts it. Serving begins at once: 503 until keys and flags are there. */
export async function startEdge(config: EdgeConfig, deps: { readonly logger: Logger }): Promise<RunningEdge> {
  const { logger } = deps;
  const runtime: EdgeRuntime = { ...systemClock, random: Math.random, logger };
  const guard = config.guard ?? DEFAULT_GUARD_SETTINGS;
  const state = createEdgeState({ now: runtime.now, keysMaxAgeMs: config.keysMaxAgeMs });
  const kept =
    config.stateDir === undefined
      ? undefined
      : await keepState(config.stateDir, config.relayKey, { runtime, state });
  const meter = createEdgeMeter();
  const streams = createEdgeStreams({ state, ...runtime });
  const client = createUpstreamClient();
  const events = startEventRecording({
    runtime,
    privateAttributesOf: state.privateAttributes,
    fetch: client.fetch,
    upstreamUrl: config.upstreamUrl,
    relayKey: config.relayKey,
    ...(config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl }),
  });
  const { app, hotPath } = createEdgeApp<NodeEnv>({
    source: state,
    readiness: state.readiness,
    readyMaxAgeMs: config.readyMaxAgeMs,
    recorder: events.recorder,
    passOnEvents: events.passOn,
    streams: createStreamPort(streams, guard.maxStreamsPerKey),
    awaitFlags: createAwaitFlags(state, runtime.setTimer),
    sha256: sha256Hex,
    toGzipResponse,
    guard,
    peerOf: ({ env }) => env.incoming.socket.remoteAddress,
    metrics: meter,
    now: runtime.now,
    logger,
  });
  let upstream: Upstream | undefined;
  const registry =
    config.metrics &&
    createMetricsRegistry({
      state,
      meter,
      now: runtime.now,
      upstream: () => upstream?.streams() ?? [],
      openStreams: () => streams.open,
      eventBooks: events.recorder.books,
      ...(kept === undefined ? {} : { stateWrites: kept.counts }),
    });
  const release = async () => {
    await Promise.all([events.stop(FLUSH_DEADLINE_MS), kept?.close()]);
    await client.close();
  };
  const listener = createHotListener({
    hotPath,
    maxBodyBytes: guard.maxBodyBytes,
    rest: getRequestListener(app.fetch),
    logger,
  });
  const server = await listen(listener, config.host, config.port).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const metrics =
    registry && config.metrics
      ? await serveMetrics(registry, config.metrics, logger).catch(async (error: unknown) => {
          await Promise.all([server.close(), release()]);
          throw error;
        })
      : undefined;
  upstream = followUpstream(
    { ...runtime, fetch: client.fetch, state },
    { url: config.upstreamUrl, key: config.relayKey, onRejected: config.onUpstreamRejected },
  );
  const url = `http://${hostInUrl(config.host)}:${server.port}`;
  logger.info('edge is listening', { url, upstream: config.upstreamUrl });

  return {
    url,
    port: server.port,
    async stop() {
      const served = server.close();
      upstream?.stop();
      streams.close();
      await served;
      await release();
      await metrics?.close();
    },
  };
}

/** An address to reach a server by that listens on `host`. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
