import { createGracefulShutdown } from '../../node-process/graceful-shutdown.ts';
import type { RunningServer } from '../../node-process/http-server.ts';
import type { EdgeRuntime } from '../core/model/ports.ts';
import type { EdgeStreams } from '../core/state/streams/edge-streams.ts';
import type { Feed } from './feed/feed.ts';
import type { Telemetry } from './observability/telemetry.ts';

/** Readers reconnect spread over this time, so that another edge does not get all of them in the same second. */
const RECONNECT_SPREAD_MS = 5_000;
/** How long readers get to receive the message that says when to reconnect. */
const FAREWELL_MS = 250;
/** The part of the time that running requests may take; the rest is for events and files. */
const REQUESTS_SHARE = 0.5;

export interface EdgeShutdownDeps extends EdgeRuntime {
  readonly feed: Feed;
  readonly streams: EdgeStreams;
  readonly telemetry?: Telemetry | undefined;
  /** For all of it, in milliseconds. */
  readonly timeoutMs: number;
}

export interface EdgeShutdown {
  /** Readiness is refused from the first moment. */
  hasBegun(): boolean;
  /** Ends an edge in order, or cuts what is left once the time is over. A second call waits for the first. Never rejects. */
  run(server: RunningServer, metrics: RunningServer | undefined): Promise<void>;
}

/** Order: no new connections, nothing new from the upstream, streams, running requests, events and files, metrics. */
export function createEdgeShutdown(deps: EdgeShutdownDeps): EdgeShutdown {
  const { feed, streams, timeoutMs } = deps;
  const shutdown = createGracefulShutdown(deps);
  return {
    hasBegun: shutdown.hasBegun,
    async run(server, metrics) {
      await shutdown.run(async (remainingMs) => {
        const served = server.close(timeoutMs * REQUESTS_SHARE);
        feed.halt();
        await streams.leave({
          spreadMs: RECONNECT_SPREAD_MS,
          graceMs: Math.min(FAREWELL_MS, timeoutMs / 4),
        });
        await served;
        await feed.release(remainingMs());
        await deps.telemetry?.close();
      });
      // Metrics are served until the end: they show what was lost.
      await metrics?.close(0);
    },
  };
}
