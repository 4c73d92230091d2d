import { createAuthorizer } from '../../edge-proxy/core/api/authorizer.ts';
import { createEdgeApp } from '../../edge-proxy/core/http/app.ts';
import type { EvaluationRecorder } from '../../edge-proxy/core/model/ports.ts';
import { createAwaitFlags } from '../../edge-proxy/core/state/await-flags.ts';
import { createEdgeState } from '../../edge-proxy/core/state/edge-state.ts';
import { createKeyResolver } from '../../edge-proxy/core/state/keys/key-resolver.ts';
import { sha256Hex } from '../../edge-proxy/core/state/keys/sha256.ts';
import { createEdgeMeter } from '../../edge-proxy/core/state/metrics/edge-metrics.ts';
import { createEdgeStreams } from '../../edge-proxy/core/state/streams/edge-streams.ts';
import { followUpstream } from '../../edge-proxy/core/state/upstream/follow-upstream.ts';
import { startEventRecording } from '../../edge-proxy/node/events/event-recording.ts';
import { createUpstreamClient } from '../../edge-proxy/node/feed/upstream-client.ts';
import { startEdgeServer } from '../../edge-proxy/node/http/edge-server.ts';
import { createHotListener } from '../../edge-proxy/node/http/hot-listener.ts';
import { createNodeStreamPort, type NodeEnv } from '../../edge-proxy/node/http/node-stream-port.ts';
import { createWebListener } from '../../node-process/web-listener.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { systemClock } from '../../shared/model/clock.ts';

/**
 * The edge with the same parts as `edge-proxy/node/start-edge.ts`, without those that the environment switches off. The
 * product has no such switches, because an edge without its counters cannot be operated.
 */
const { PORT, UPSTREAM_URL = '', RELAY_KEY = '', BENCH_EVENTS, BENCH_METRICS } = process.env;
const runtime = { ...systemClock, random: Math.random, logger: silentLogger };
const state = createEdgeState({ now: runtime.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
const client = await createUpstreamClient();
const events = await startEventRecording({
  runtime,
  privateAttributesOf: state.privateAttributes,
  fetch: client.fetch,
  upstreamUrl: UPSTREAM_URL,
  relayKey: RELAY_KEY,
});
const noRecorder: EvaluationRecorder = { recorded() {}, delivered() {} };
const { app, hotPath } = createEdgeApp<NodeEnv>({
  source: state,
  readiness: state.readiness,
  recorder: BENCH_EVENTS === 'off' ? noRecorder : events.recorder,
  streams: createNodeStreamPort({
    streams: createEdgeStreams({ state, ...runtime }),
    source: state,
    maxStreamsPerKey: 100,
  }),
  awaitFlags: createAwaitFlags(state, runtime.setTimer),
  authorizer: createAuthorizer(state, createKeyResolver(sha256Hex), runtime.now),
  ...(BENCH_METRICS === 'off' ? {} : { metrics: createEdgeMeter() }),
  random: runtime.random,
  now: runtime.now,
  logger: silentLogger,
});
const rest = createWebListener(app.fetch);
await startEdgeServer(createHotListener({ hotPath, rest, clock: runtime, logger: silentLogger }), {
  host: '127.0.0.1',
  port: Number(PORT),
});
followUpstream(
  { ...runtime, fetch: client.fetch, state },
  { url: UPSTREAM_URL, key: RELAY_KEY, onRejected: 'keep' },
);
process.once('SIGTERM', () => process.exit());
process.once('SIGINT', () => process.exit());
