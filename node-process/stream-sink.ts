import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptsGzip } from '../shared/http/accept-encoding.ts';
import { createNodeResponseSink } from '../shared/streaming/node-response-sink.ts';
import type { StreamSink } from '../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../shared/streaming/stream-headers.ts';
import { createGzipResponse } from './gzip-response.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Sends the head of a stream of flags, and gives the sink for its bytes: with gzip if the client accepts it, because a
 * snapshot shrinks to a few percent.
 *
 * @param headers besides those of every stream
 */
export function openStreamSink(
  incoming: Pick<IncomingMessage, 'headers'>,
  outgoing: ServerResponse,
  headers?: Headers,
): StreamSink {
  const gzip = acceptsGzip(incoming.headers['accept-encoding']?.toString());
  const encoding = gzip ? { 'content-encoding': 'gzip' } : {};
  sendHead(outgoing, { ...headers, ...encoding, vary: 'Accept-Encoding' });
  return createNodeResponseSink(gzip ? createGzipResponse(outgoing) : outgoing);
}

/** The same for a stream whose events are all short, without gzip. */
export function openPlainStreamSink(outgoing: ServerResponse, headers?: Headers): StreamSink {
  sendHead(outgoing, headers);
  return createNodeResponseSink(outgoing);
}

function sendHead(outgoing: ServerResponse, headers: Headers | undefined): void {
  outgoing.writeHead(200, { ...STREAM_HEADERS, ...headers });
  outgoing.flushHeaders();
}
