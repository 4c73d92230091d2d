/** One server-sent event. `data` is a text without line breaks, as `JSON.stringify` makes it. */
export interface OutgoingEvent {
  readonly event: string;
  /** The position after this event; a reader sends it back as `Last-Event-ID`. */
  readonly id: string;
  readonly data: string;
}

const encoder = new TextEncoder();

/** The bytes of an event, made once and written to every reader. */
export function encodeEvent(event: OutgoingEvent): Uint8Array {
  return encoder.encode(`event: ${event.event}\nid: ${event.id}\ndata: ${event.data}\n\n`);
}

/**
 * A heartbeat: a comment, so that every SSE client skips it.
 *
 * @param ageMs how long ago the sender last knew its state to be what the control plane's database holds;
 *   `null` where it never did. Sent in whole seconds, rounded up: never younger than it is.
 */
export function encodeHeartbeat(ageMs: number | null): Uint8Array {
  const age = ageMs === null ? 'unknown' : String(Math.max(0, Math.ceil(ageMs / 1000)));
  return encoder.encode(`: heartbeat age=${age}\n\n`);
}

/** Asks the reader to wait about this long before it reconnects. */
export function encodeRetry(delayMs: number): Uint8Array {
  return encoder.encode(`retry: ${Math.max(0, Math.round(delayMs))}\n\n`);
}

/** Takes the age out of a heartbeat's comment; `null` where it has none. In milliseconds. */
export function heartbeatAge(comment: string): number | null {
  const match = /\bage=(\d{1,9})\b/.exec(comment);
  return match ? Number(match[1]) * 1000 : null;
}
