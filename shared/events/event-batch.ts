import type { EvaluationEvent } from './evaluation-event.ts';
import { EVENT_LIMITS } from './limits.ts';
import { utf8Length } from './utf8-length.ts';

/** An event as JSON, made once: what is sent again is the same text under the same id. */
export interface EncodedEvent {
  readonly json: string;
  /** UTF-8 bytes of `json`. */
  readonly bytes: number;
}

export function encodeEvent(event: EvaluationEvent): EncodedEvent {
  const json = JSON.stringify(event);
  return { json, bytes: utf8Length(json) };
}

/** A batch as the JSON array that a stream entry and a request carry. */
export function encodeBatch(events: readonly EncodedEvent[]): string {
  return `[${events.map((event) => event.json).join(',')}]`;
}

/**
 * Splits events, in order, into batches within a count and a weight.
 * The weight is that of the JSON array; an event heavier than a whole batch gets one of its own.
 */
export function splitIntoBatches(
  events: readonly EncodedEvent[],
  limits: { readonly batchEvents: number; readonly batchBytes: number } = EVENT_LIMITS,
): readonly (readonly EncodedEvent[])[] {
  const batches: EncodedEvent[][] = [];
  let batch: EncodedEvent[] = [];
  let bytes = 2;
  for (const event of events) {
    const full = batch.length >= limits.batchEvents || bytes + event.bytes + 1 > limits.batchBytes;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
      bytes = 2;
    }
    batch.push(event);
    bytes += event.bytes + 1;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
