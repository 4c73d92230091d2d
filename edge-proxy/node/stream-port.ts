import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { createOutgoingSink } from '../../shared/streaming/outgoing-sink.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../shared/streaming/stream-headers.ts';
import type { EdgeStreams } from '../core/streams/edge-streams.ts';
import type { StreamPort } from '../core/streams/stream-port.ts';

/** The environment of Hono's contexts on Node. */
export interface NodeEnv {
  Bindings: HttpBindings;
}

/** Streams on Node: bytes go straight to the outgoing response. */
export function createStreamPort(streams: EdgeStreams): StreamPort<NodeEnv> {
  return {
    flags(context, reader) {
      streams.flags(openSink(context), reader);
      return RESPONSE_ALREADY_SENT;
    },
    relay(context, reader) {
      streams.relay(openSink(context), reader);
      return RESPONSE_ALREADY_SENT;
    },
    notices(context, reader) {
      streams.notices(openSink(context), reader);
      return RESPONSE_ALREADY_SENT;
    },
  };
}

function openSink({ env }: Context<NodeEnv>): StreamSink {
  const { outgoing } = env;
  outgoing.writeHead(200, STREAM_HEADERS);
  outgoing.flushHeaders();
  return createOutgoingSink(outgoing);
}
