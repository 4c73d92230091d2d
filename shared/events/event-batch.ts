import type { EvaluationEvent } from './evaluation-event.ts';
import type { EventTable } from './event-table.ts';
import { EVENT_LIMITS } from './limits.ts';
import { utf8Length } from './utf8-length.ts';

/** A batch as it travels, made once: what is sent again is the same text under the same ids. */
export interface EventBatch {
  /** How many events it has. */
  readonly count: number;
  /** The body of `POST /events` in UTF-8: `{"events":…}`, with a list of events or an {@link EventTable}. */
  readonly body: Uint8Array;
}

/** What a body has around its events. */
export const BODY_START = '{"events":';
export const BODY_END = '}';

/** An event as JSON, and the UTF-8 bytes that it takes. */
export interface SerializedEvent {
  readonly json: string;
  readonly bytes: number;
}

export function serializeEvent(event: EvaluationEvent): SerializedEvent {
  const json = JSON.stringify(event);
  return { json, bytes: utf8Length(json) };
}

/** What a stream entry has of a batch: the events without the body around them. Not a copy. */
export function eventsIn({ body }: EventBatch): Uint8Array {
  return body.subarray(BODY_START.length, body.length - BODY_END.length);
}

export function batchOfTable(table: EventTable): EventBatch {
  return { count: table.rows.length, body: bodyOf(JSON.stringify(table)) };
}

/**
 * Puts events, in order, into batches within a count and a weight.
 * The weight is that of the body; an event heavier than a whole batch gets one of its own.
 */
export function toBatches(
  events: readonly SerializedEvent[],
  limits: { readonly batchEvents: number; readonly batchBytes: number } = EVENT_LIMITS,
): readonly EventBatch[] {
  const batches: EventBatch[] = [];
  let batch: string[] = [];
  let bytes = EMPTY_BYTES;
  const complete = () => {
    if (batch.length > 0) batches.push({ count: batch.length, body: bodyOf(`[${batch.join(',')}]`) });
    batch = [];
    bytes = EMPTY_BYTES;
  };
  for (const event of events) {
    if (batch.length >= limits.batchEvents || bytes + event.bytes + 1 > limits.batchBytes) complete();
    batch.push(event.json);
    bytes += event.bytes + 1;
  }
  complete();
  return batches;
}

const EMPTY_BYTES = BODY_START.length + '[]'.length + BODY_END.length;

function bodyOf(events: string): Uint8Array {
  return new TextEncoder().encode(BODY_START + events + BODY_END);
}
