import { createParser } from 'eventsource-parser';

/** A server-sent event as it arrived. */
export interface IncomingEvent {
  /** `message` where the sender named none. */
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

export interface SseHandlers {
  onEvent(event: IncomingEvent): void;
  onComment(text: string): void;
  /** The delay the sender asks for before a reconnect, in milliseconds. */
  onRetry(delayMs: number): void;
  /** The stream cannot be read on; nothing more will be reported. */
  onFault(reason: string): void;
}

export interface SseDecoder {
  /** Takes the next bytes, wherever the network happened to cut them. */
  feed(bytes: Uint8Array): void;
}

/** The largest event a reader takes by default, in characters. */
export const MAX_EVENT_CHARACTERS = 128 * 1024 * 1024;

/**
 * Decodes a stream of server-sent events: one decoder a connection.
 *
 * @param maxCharacters the size of an unfinished event beyond which the stream is given up
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
      // Unknown fields and a bad `retry` are to be ignored, says the SSE standard.
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
