import type { Env } from 'hono';
import type { StreamPort } from '../streams/stream-port.ts';
import type { EdgeMetrics } from './edge-metrics.ts';

/** The streams of a runtime, counting those that are refused because their key has too many open: all it refuses. */
export function meteredStreams<E extends Env>(port: StreamPort<E>, metrics: EdgeMetrics): StreamPort<E> {
  async function counted(opened: Response | Promise<Response>): Promise<Response> {
    const response = await opened;
    if (response.status === 429) metrics.limitHit('streams_per_key');
    return response;
  }
  return {
    flags: (context, reader) => counted(port.flags(context, reader)),
    relay: (context, reader) => counted(port.relay(context, reader)),
    notices: (context, reader) => counted(port.notices(context, reader)),
  };
}
