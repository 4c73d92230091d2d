import type { Clock } from '../../model/clock.ts';
import type { ReaderIdentity } from '../reader-identity.ts';
import { createSseDecoder, MAX_EVENT_CHARACTERS } from '../sse-decode.ts';
import { heartbeatAge } from '../sse-encode.ts';
import type { Position } from '../wire.ts';
import type { Channel, StreamMessage } from './channel.ts';
import type { ReaderEvent } from './reader-states.ts';
import {
  describeFailure,
  eventOfRefusal,
  isEventStream,
  requestHeaders,
  type StreamBody,
  type StreamFetch,
} from './stream-request.ts';

/** Where to connect to, and how to read what arrives. */
interface Target<Snapshot, Delta> {
  readonly url: string;
  readonly key: string;
  readonly channel: Channel<Snapshot, Delta>;
  readonly maxEventCharacters?: number;
  readonly reader?: ReaderIdentity;
}

/** One connection. Reports nothing after `signal` is aborted. */
interface Connection<Snapshot, Delta> {
  readonly lastEventId: Position | null;
  readonly signal: AbortSignal;
  /** @param message the data of the event, if it is a snapshot or a delta */
  onEvent(event: ReaderEvent, message?: StreamMessage<Snapshot, Delta>): void;
  onHeartbeat(ageMs: number | null): void;
}

/** Makes one connection and reads it until it ends. Never rejects: a failure is an event of the reader. */
export async function readConnection<Snapshot, Delta>(
  { fetch, now }: { readonly fetch: StreamFetch; readonly now: Clock },
  target: Target<Snapshot, Delta>,
  connection: Connection<Snapshot, Delta>,
): Promise<void> {
  const { lastEventId, signal, onEvent } = connection;
  try {
    const headers = requestHeaders(target.key, lastEventId, target.reader);
    const response = await fetch(target.url, { method: 'GET', headers, signal });
    const { status, body } = response;
    if (status !== 200 || body === null || !isEventStream(response)) {
      if (body !== null) cancel(body.getReader());
      return onEvent(eventOfRefusal(response, now()));
    }
    onEvent({ type: 'opened' });
    await readEvents(body, target, connection);
    onEvent({ type: 'lost', reason: 'the server ended the stream' });
  } catch (error) {
    onEvent({ type: 'lost', reason: describeFailure(error) });
  }
}

async function readEvents<Snapshot, Delta>(
  body: StreamBody,
  { channel, maxEventCharacters = MAX_EVENT_CHARACTERS }: Target<Snapshot, Delta>,
  { signal, onEvent, onHeartbeat }: Connection<Snapshot, Delta>,
): Promise<void> {
  const decoder = createSseDecoder(
    {
      onEvent: (event) => {
        if (signal.aborted) return;
        const message = channel.read(event);
        if (message !== null) onEvent(message, message);
      },
      onComment: (comment) => {
        if (signal.aborted) return;
        onEvent({ type: 'heartbeat' });
        onHeartbeat(heartbeatAge(comment));
      },
      onRetry: (delayMs) => onEvent({ type: 'retry', delayMs }),
      onFault: (reason) => onEvent({ type: 'fault', reason }),
    },
    maxEventCharacters,
  );
  const chunks = body.getReader();
  // Some runtimes do not end the body when the signal of its fetch is aborted.
  const onAbort = () => cancel(chunks);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      const { done, value } = await chunks.read();
      if (done) return;
      onEvent({ type: 'bytes' });
      if (value !== undefined) decoder.feed(value);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    cancel(chunks);
  }
}

/** Releases the connection. It may be broken already, so errors do not matter. */
function cancel(chunks: ReturnType<StreamBody['getReader']>): void {
  void chunks.cancel().catch(() => {});
}
