import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { createOutgoingSink } from '../../../shared/streaming/outgoing-sink.ts';
import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../../shared/streaming/stream-headers.ts';
import { corsHeaders } from '../../core/http/cors.ts';
import { refuseStream } from '../../core/http/guard/stream-cap.ts';
import type { StreamPort } from '../../core/http/streams/stream-port.ts';
import { toResponse } from '../../core/http/to-response.ts';
import type { Credential } from '../../core/model/key-ring.ts';
import type { EdgeStreams } from '../../core/state/streams/edge-streams.ts';

/** The environment of Hono's contexts on Node. */
export interface NodeEnv {
  Bindings: HttpBindings;
}

/** Streams on Node: bytes go straight to the outgoing response. */
export function createNodeStreamPort(streams: EdgeStreams, maxStreamsPerKey: number): StreamPort<NodeEnv> {
  // CORS has been decided on with the headers that are out: who added to them later would answer a second time.
  const sent = RESPONSE_ALREADY_SENT.clone();
  sent.headers.set('vary', 'Origin');

  function open({ credential }: { readonly credential: Credential }, serve: () => void): Response {
    const refusal = refuseStream(streams.openedBy(credential.hash), maxStreamsPerKey);
    if (refusal !== undefined) return toResponse(refusal);
    serve();
    return sent;
  }
  return {
    flags: (context, reader) => open(reader, () => streams.flags(openSink(context), reader)),
    relay: (context, reader) => open(reader, () => streams.relay(openSink(context), reader)),
    notices: (context, reader) =>
      open(reader, () => streams.notices(openSink(context, context.req.header('origin')), reader)),
  };
}

/** @param origin of the page that reads it, where one does */
function openSink({ env }: Context<NodeEnv>, origin?: string): StreamSink {
  const { outgoing } = env;
  outgoing.writeHead(200, { ...STREAM_HEADERS, ...(origin === undefined ? {} : corsHeaders(origin)) });
  outgoing.flushHeaders();
  return createOutgoingSink(outgoing);
}
