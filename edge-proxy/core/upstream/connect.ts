import { createParser } from 'eventsource-parser';
import type { Fetch, UpstreamBody } from '../ports.ts';
import { unlessAborted } from './abort.ts';
import type { EventStreamReader, StreamDown } from './event-stream.ts';

/** One event, for example the snapshot of a very large flag set, in characters. */
const MAX_EVENT_CHARACTERS = 128 * 1024 * 1024;
/** An upstream may ask for patience, but not for ever. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Opens the stream; the body to read from, or why there is none. Rejects when the upstream cannot be reached. */
export async function connect(
  fetch: Fetch,
  reader: EventStreamReader,
  signal: AbortSignal,
): Promise<UpstreamBody | StreamDown> {
  const lastEventId = reader.lastEventId();
  const headers: Record<string, string> = {
    authorization: `Bearer ${reader.key}`,
    accept: 'text/event-stream',
    'cache-control': 'no-cache',
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await unlessAborted(fetch(reader.url, { method: 'GET', headers, signal }), signal);
  const { status, body } = response;
  if (status === 401 || status === 403) return { kind: 'rejected', status };
  if (status === 404) return { kind: 'missing' };
  if (status !== 200) return failed(`the upstream answered ${status}`, response.headers.get('retry-after'));
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream') || body === null) {
    return failed(
      'the upstream answered with something that is no event stream; is UPSTREAM_URL right?',
      null,
    );
  }
  return body;
}

function failed(message: string, retryAfter: string | null): StreamDown {
  if (retryAfter === null || !/^\d{1,6}$/.test(retryAfter)) return { kind: 'failed', message };
  const retryAfterMs = Math.min(Number(retryAfter) * 1000, LONGEST_RETRY_AFTER_MS);
  return { kind: 'failed', message, retryAfterMs };
}

/** Reads until the stream ends (`false`) or the reader asks for a fresh one (`true`). */
export async function read(
  body: UpstreamBody,
  reader: EventStreamReader,
  signal: AbortSignal,
  onBytes: () => void,
): Promise<boolean> {
  let resync = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: (event) => {
      if (!resync && reader.onEvent(event) === 'reconnect') resync = true;
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw error;
    },
  });
  const decoder = new TextDecoder();
  const chunks = body.getReader();
  onBytes();
  for (;;) {
    const { done, value } = await unlessAborted(chunks.read(), signal);
    if (done) return false;
    onBytes();
    if (value !== undefined) parser.feed(decoder.decode(value, { stream: true }));
    reader.onActivity();
    if (resync) return true;
  }
}
