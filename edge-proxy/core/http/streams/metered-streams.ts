import type { Env } from 'hono';
import type { EdgeMetrics } from '../../state/metrics/edge-metrics.ts';
import type { OpenedStream, StreamPort } from './stream-port.ts';

/** The streams of a runtime, counting those that are refused because their key has too many open: all it refuses. */
export function meteredStreams<E extends Env>(port: StreamPort<E>, metrics: EdgeMetrics): StreamPort<E> {
  async function counted(opening: OpenedStream): Promise<Awaited<OpenedStream>> {
    const opened = await opening;
    if (opened.status === 429) metrics.limitHit('streams_per_key');
    return opened;
  }
  return {
    flags: (context, reader) => counted(port.flags(context, reader)),
    relay: (context, reader) => counted(port.relay(context, reader)),
    notices: (context, reader, headers) => counted(port.notices(context, reader, headers)),
  };
}
