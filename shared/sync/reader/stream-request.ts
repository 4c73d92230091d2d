import { FEATURE_NAMES } from '../../model/protocol-features.ts';
import { parseRetryAfter } from '../../retry/retry-after.ts';
import { formatFeatures, formatReaderIdentity, type ReaderIdentity } from '../reader-identity.ts';
import type { Position } from '../wire.ts';
import type { ReaderEvent } from './reader-states.ts';

/** The part of `fetch` that a reader uses. It must not follow redirects: they would send the key to another server. */
export type StreamFetch = (
  url: string,
  request: {
    readonly method: 'GET';
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
) => Promise<StreamResponse>;

/** The part of a `Response` that a reader uses. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: StreamBody | null;
}

/** The part of a `ReadableStream<Uint8Array>` that a reader uses. */
export interface StreamBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

export function requestHeaders(
  key: string,
  lastEventId: Position | null,
  reader: ReaderIdentity | undefined,
): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${key}`,
    accept: 'text/event-stream',
    'cache-control': 'no-cache',
    'flags-features': formatFeatures(FEATURE_NAMES),
    ...(reader === undefined ? {} : { 'flags-reader': formatReaderIdentity(reader) }),
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
}

export function isEventStream(response: StreamResponse): boolean {
  return (response.headers.get('content-type') ?? '').toLowerCase().startsWith('text/event-stream');
}

/** The reader's event for a response that is not an event stream. */
export function eventOfRefusal(response: StreamResponse, now: number): ReaderEvent {
  const { status, headers } = response;
  if (status === 200) return { type: 'lost', reason: 'the response is not an event stream' };
  return { type: 'refused', status, retryAfterMs: parseRetryAfter(headers.get('retry-after'), now) };
}

/** The message of an error of `fetch`, with that of its cause: the first one is often only "fetch failed". */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
