import type { EdgeRuntime } from '../core/model/ports.ts';
import type { EdgeStreams } from '../core/state/streams/edge-streams.ts';
import type { Feed } from './feed/feed.ts';
import type { RunningServer } from './http/listen.ts';
import type { MetricsServer } from './observability/metrics-server.ts';
import type { Telemetry } from './observability/telemetry.ts';

/** Readers come back spread over this long, or another edge would get all of them in the same second. */
const RECONNECT_SPREAD_MS = 5_000;
/** How long readers get to take the word that they are to come back. */
const FAREWELL_MS = 250;
/** The part of the time that running requests may have; the rest is for events and files. */
const REQUESTS_SHARE = 0.5;
/** By then the order has come to its end, so that it, and not the final cut, says what was lost. */
const ORDER_SHARE = 0.9;

export interface ShutdownDeps extends EdgeRuntime {
  readonly feed: Feed;
  readonly streams: EdgeStreams;
  readonly telemetry?: Telemetry;
  /** All of it, in milliseconds. */
  readonly withinMs: number;
}

export interface Shutdown {
  /** Readiness says so from the first moment. */
  hasBegun(): boolean;
  /** Ends an edge in order, or just ends it once the time is up. Calling it again waits for the first. Never rejects. */
  run(server: RunningServer, metrics: MetricsServer | undefined): Promise<void>;
}

export function createShutdown(deps: ShutdownDeps): Shutdown {
  const { feed, streams, now, withinMs, logger } = deps;
  let running: Promise<void> | undefined;

  async function inOrder(server: RunningServer): Promise<void> {
    const deadline = now() + withinMs * ORDER_SHARE;
    const served = server.close(withinMs * REQUESTS_SHARE);
    feed.halt();
    await streams.leave({ spreadMs: RECONNECT_SPREAD_MS, graceMs: Math.min(FAREWELL_MS, withinMs / 4) });
    await served;
    await feed.release(Math.max(0, deadline - now()));
    await deps.telemetry?.close();
  }

  async function run(server: RunningServer, metrics: MetricsServer | undefined): Promise<void> {
    // Timers of the core keep no process alive; what is left to do must.
    let timeIsUp = () => {};
    const timer = setTimeout(() => timeIsUp(), withinMs);
    const end = new Promise<'late'>((late) => {
      timeIsUp = () => late('late');
    });
    try {
      const outcome = await Promise.race([inOrder(server), end]);
      if (outcome === 'late') logger.warn('the time to end in order is up', { withinMs });
    } catch (error) {
      logger.error('ending failed', { error: error instanceof Error ? error.message : 'unknown' });
    }
    clearTimeout(timer);
    await metrics?.close();
  }

  return {
    hasBegun: () => running !== undefined,
    run(server, metrics) {
      running ??= run(server, metrics);
      return running;
    },
  };
}
