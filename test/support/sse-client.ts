import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { eventually } from './eventually.ts';

/** An event stream as a test reads it. */
export interface SseClient {
  readonly status: number;
  readonly headers: Headers;
  /** Events received so far, oldest first. */
  readonly events: readonly SseEvent[];
  /** Comments (heartbeats) received so far. */
  readonly comments: readonly string[];
  /** Waits for the first event, received already or yet to come, that satisfies `matches`. */
  until(what: string, matches: (event: SseEvent) => boolean, timeout?: number): Promise<SseEvent>;
  /** Whether the server has ended the stream. */
  readonly ended: boolean;
  /** The body of an answer that is no event stream. */
  readonly body: string;
  close(): void;
}

export interface SseEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** Opens an event stream; resolves when the headers are there, whatever the status. */
export async function openStream(
  url: string,
  options: {
    readonly key?: string;
    readonly lastEventId?: string;
    readonly origin?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<SseClient> {
  const abort = new AbortController();
  const headers = new Headers({ accept: 'text/event-stream', ...options.headers });
  if (options.key !== undefined) headers.set('authorization', `Bearer ${options.key}`);
  if (options.lastEventId !== undefined) headers.set('last-event-id', options.lastEventId);
  if (options.origin !== undefined) headers.set('origin', options.origin);
  const response = await fetch(url, { headers, signal: abort.signal });

  const events: SseEvent[] = [];
  const comments: string[] = [];
  const state = { ended: false, body: '' };
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    void read(response, events, comments).finally(() => {
      state.ended = true;
    });
  } else {
    state.body = await response.text();
    state.ended = true;
  }

  return {
    status: response.status,
    headers: response.headers,
    events,
    comments,
    get ended() {
      return state.ended;
    },
    get body() {
      return state.body;
    },
    until: (what, matches, timeout) => eventually(what, () => events.find(matches), timeout),
    close: () => abort.abort(),
  };
}

async function read(response: Response, events: SseEvent[], comments: string[]): Promise<void> {
  const parser = createParser({
    onEvent: (message: EventSourceMessage) =>
      events.push({ event: message.event ?? 'message', id: message.id ?? '', data: message.data }),
    onComment: (comment) => comments.push(comment),
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  } catch {
    // The stream was closed by the test, or its server was killed: both are an end.
  }
}
