import { parseRetryAfter } from '../../retry/retry-after.ts';
import type { Position } from '../wire.ts';
import type { ReaderEvent } from './reader-states.ts';

/** `fetch`, as far as a stream needs it. It must not follow redirects: they would carry the key elsewhere. */
export type StreamFetch = (
  url: string,
  request: {
    readonly method: 'GET';
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
) => Promise<StreamResponse>;

/** As much of a `Response` as is read. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: StreamBody | null;
}

/** As much of a `ReadableStream<Uint8Array>` as is read. */
export interface StreamBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

export function requestHeaders(key: string, lastEventId: Position | null): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${key}`,
    accept: 'text/event-stream',
    'cache-control': 'no-cache',
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
}

export function isEventStream(response: StreamResponse): boolean {
  return (response.headers.get('content-type') ?? '').toLowerCase().startsWith('text/event-stream');
}

export function notAStream(response: StreamResponse, now: number): ReaderEvent {
  const { status, headers } = response;
  if (status === 200)
    return { type: 'lost', because: 'the server answered with something that is no event stream' };
  return { type: 'refused', status, retryAfterMs: parseRetryAfter(headers.get('retry-after'), now) };
}

/** Network errors of `fetch` hide their cause one level down. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
