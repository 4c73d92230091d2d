import { createParser } from 'eventsource-parser';

/** A server-sent event that has arrived. */
export interface IncomingEvent {
  /** `message` if the sender named none. */
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

export interface SseHandlers {
  onEvent(event: IncomingEvent): void;
  onComment(text: string): void;
  /** The field `retry`, in milliseconds. */
  onRetry(delayMs: number): void;
  /** The rest of the stream cannot be read. Nothing more is reported. */
  onFault(reason: string): void;
}

export interface SseDecoder {
  /** Decodes the next bytes. A chunk may end anywhere, even inside a character. */
  feed(bytes: Uint8Array): void;
}

/** The largest event that a reader accepts by default, in characters. */
export const MAX_EVENT_CHARACTERS = 128 * 1024 * 1024;

/**
 * Decodes a stream of server-sent events (WHATWG HTML). One decoder per connection.
 *
 * @param maxCharacters a larger event, complete or not, is a fault
 */
export function createSseDecoder(
  handlers: SseHandlers,
  maxCharacters: number = MAX_EVENT_CHARACTERS,
): SseDecoder {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let failed = false;
  const fail = (reason: string) => {
    if (failed) return;
    failed = true;
    handlers.onFault(reason);
  };
  const parser = createParser({
    maxBufferSize: maxCharacters,
    onEvent: (event) => {
      if (failed) return;
      if (event.data.length > maxCharacters) return fail(tooLarge(maxCharacters));
      handlers.onEvent({ event: event.event ?? 'message', id: event.id ?? null, data: event.data });
    },
    onComment: (comment) => {
      if (!failed) handlers.onComment(comment);
    },
    onRetry: (delayMs) => {
      if (!failed) handlers.onRetry(delayMs);
    },
    onError: (error) => {
      // By the standard, the other errors are ignored: unknown fields and an invalid `retry`.
      if (error.type === 'max-buffer-size-exceeded') fail(tooLarge(maxCharacters));
    },
  });
  return {
    feed(bytes) {
      if (failed) return;
      let decoded: string;
      try {
        decoded = text.decode(bytes, { stream: true });
      } catch {
        return fail('the stream is not UTF-8');
      }
      parser.feed(decoded);
    },
  };
}

function tooLarge(limit: number): string {
  return `an event is larger than ${limit} characters`;
}
