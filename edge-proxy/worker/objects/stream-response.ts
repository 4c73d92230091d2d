import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../../shared/streaming/stream-headers.ts';
import { createWritableStreamSink } from '../../../shared/streaming/writable-stream-sink.ts';
import { comparePositions } from '../../../shared/sync/position.ts';
import { refuseStream } from '../../core/http/guard/stream-limit.ts';
import { type Failure, failWith } from '../../core/model/failure.ts';
import type { Credential } from '../../core/model/key-ring.ts';
import type { HeldRelay } from '../../core/state/edge-state.ts';
import type { EdgeStreams } from '../../core/state/streams/edge-streams.ts';
import { fromObjectRequest, type StreamRequest, toRefusal } from '../rpc.ts';

/** Serves a reader that an isolate has authorized, or returns why it does not. */
export type ServeStream = (
  sink: StreamSink,
  request: StreamRequest,
) => Failure | undefined | Promise<Failure | undefined>;

/**
 * Answers an isolate's request with a stream. It is an `IdentityTransformStream`: its writes fail once the reader has
 * disconnected, which is the only sign of that on Workers.
 */
export async function toStreamResponse(request: Request, serve: ServeStream): Promise<Response> {
  const { readable, writable } = new IdentityTransformStream();
  const sink = createWritableStreamSink(writable);
  const refusal = await serve(sink, fromObjectRequest(request));
  if (refusal === undefined) return new Response(readable, { headers: STREAM_HEADERS });
  sink.close();
  return toRefusal(refusal);
}

/** Refuses a reader whose key has been revoked since an isolate authorized it. */
function refuseRevoked(): Failure {
  return failWith('UNAUTHORIZED', 'This key is unknown or has been revoked.');
}

interface AdmissionDeps {
  readonly relay: HeldRelay | undefined;
  readonly streams: Pick<EdgeStreams, 'openedBy'>;
  readonly maxStreamsPerKey: number;
}

/** Opens the stream of a reader whose key is still valid and has fewer streams open than it may; else refuses it. */
export function admitStream(
  { relay, streams, maxStreamsPerKey }: AdmissionDeps,
  request: StreamRequest,
  open: (credential: Credential) => void,
): Failure | undefined {
  const credential = validCredential(relay, request);
  if (credential === undefined) return refuseRevoked();
  const refusal = refuseStream(streams.openedBy(credential.hash), maxStreamsPerKey);
  if (refusal === undefined) open(credential);
  return refusal;
}

/** The isolate's credential counts if its keys are newer than this object's; else only the object's own counts. */
function validCredential(
  relay: HeldRelay | undefined,
  { credential, relayPosition }: StreamRequest,
): Credential | undefined {
  if (relay === undefined) return undefined;
  const isBehind = comparePositions(relay.position, relayPosition) === 'older';
  return relay.ring.find(credential.hash) ?? (isBehind ? credential : undefined);
}
