import type { StreamSink } from '../../shared/streaming/sink.ts';
import { STREAM_HEADERS } from '../../shared/streaming/stream-headers.ts';
import { createWritableStreamSink } from '../../shared/streaming/writable-stream-sink.ts';
import { renderFailure } from '../core/api/evaluate/render-failure.ts';
import { toResponse } from '../core/http/to-response.ts';
import { type Failure, failWith, isErrorCode } from '../core/model/failure.ts';
import type { Credential } from '../core/model/key-ring.ts';
import type { StreamRequest } from './rpc.ts';

/** Carries a {@link StreamRequest} from isolate to object, as JSON. Only isolates can reach an object. */
const HEADER = 'stream-request';

/** The request an isolate makes to an object for a reader it has let in. */
export function toObjectRequest({ credential, ...request }: StreamRequest, signal: AbortSignal): Request {
  const { expiresAt } = credential;
  // JSON has no Infinity.
  const told = {
    ...request,
    credential: { ...credential, expiresAt: Number.isFinite(expiresAt) ? expiresAt : null },
  };
  return new Request('https://object.internal/stream', {
    headers: { [HEADER]: JSON.stringify(told) },
    signal,
  });
}

interface Told extends Omit<StreamRequest, 'credential'> {
  readonly credential: Omit<Credential, 'expiresAt'> & { readonly expiresAt: number | null };
}

function fromObjectRequest(request: Request): StreamRequest {
  const { credential, ...told }: Told = JSON.parse(request.headers.get(HEADER) ?? '');
  const expiresAt = credential.expiresAt ?? Number.POSITIVE_INFINITY;
  return { ...told, credential: { ...credential, expiresAt } };
}

/**
 * Answers an isolate's request with a stream. An `IdentityTransformStream` carries it: its writes fail once the
 * reader has left, which is the only sign of that on Workers.
 *
 * @param serve gives what refuses the reader
 */
export function answerStream(
  request: Request,
  serve: (sink: StreamSink, asked: StreamRequest) => Failure | undefined,
): Response {
  const { readable, writable } = new IdentityTransformStream();
  const sink = createWritableStreamSink(writable);
  const refusal = serve(sink, fromObjectRequest(request));
  if (refusal === undefined) return new Response(readable, { headers: STREAM_HEADERS });
  sink.close();
  return toResponse(renderFailure(refusal));
}

/** What an object answered an isolate: the stream, or the failure that {@link answerStream} sent. */
export async function readStreamAnswer(response: Response): Promise<Response | Failure> {
  if (response.status === 200) return response;
  const { errorCode, errorDetails }: { errorCode?: string; errorDetails?: string } = await response.json();
  const code = errorCode !== undefined && isErrorCode(errorCode) ? errorCode : 'GENERAL';
  const headers = Object.fromEntries(response.headers);
  return { code, details: errorDetails ?? '', status: response.status, headers };
}

/** The answer to a reader whom an isolate has let in and whose key has been revoked since. */
export function refuseRevoked(): Failure {
  return failWith('UNAUTHORIZED', 'This key is unknown or has been revoked.');
}
