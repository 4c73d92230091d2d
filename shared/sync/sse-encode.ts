/** One server-sent event to be sent. */
export interface OutgoingEvent {
  readonly event: string;
  /** The position after this event. A reader sends it as `Last-Event-ID` when it connects again. */
  readonly id: string;
  /** Without line breaks, as `JSON.stringify` makes it. */
  readonly data: string;
}

const encoder = new TextEncoder();

/** The bytes of an event (WHATWG HTML, server-sent events). Encoded once and written to every reader. */
export function encodeEvent(event: OutgoingEvent): Uint8Array {
  return encoder.encode(`event: ${event.event}\nid: ${event.id}\ndata: ${event.data}\n\n`);
}

/**
 * A heartbeat: a comment, which every SSE client ignores. One line, because some clients make an empty event of a comment
 * that is followed by an empty line.
 *
 * @param ageMs how long ago the sender last knew its state to be what the control plane's database holds, in milliseconds;
 *   `null` if it never knew. Sent in whole seconds, rounded up.
 */
export function encodeHeartbeat(ageMs: number | null): Uint8Array {
  const age = ageMs === null ? 'unknown' : String(Math.max(0, Math.ceil(ageMs / 1000)));
  return encoder.encode(`: heartbeat age=${age}\n`);
}

/** The field `retry` of the event that follows: how long the reader waits before it connects again. */
export function encodeRetry(delayMs: number): Uint8Array {
  return encoder.encode(retryField(delayMs));
}

/** The same as the last thing that a stream sends. Without the empty line some clients do not read it. */
export function encodeFinalRetry(delayMs: number): Uint8Array {
  return encoder.encode(`${retryField(delayMs)}\n`);
}

function retryField(delayMs: number): string {
  return `retry: ${Math.max(0, Math.round(delayMs))}\n`;
}

/** The age in a heartbeat's comment, in milliseconds; `null` if it has none. */
export function heartbeatAge(comment: string): number | null {
  const match = /\bage=(\d{1,9})\b/.exec(comment);
  return match ? Number(match[1]) * 1000 : null;
}
