import type { EvaluationEvent } from './evaluation-event.ts';
import type { EventTable } from './event-table.ts';
import { EVENT_LIMITS } from './limits.ts';
import { utf8Length } from './utf8-length.ts';

/** A serialized batch. A retry sends the same bytes with the same ids, so events are stored once. */
export interface EventBatch {
  /** The number of events. */
  readonly count: number;
  /** The body of `POST /events` in UTF-8: `{"events":…}`, with a list of events or an {@link EventTable}. */
  readonly body: Uint8Array;
}

/** What is before the events of a body. */
export const BODY_START = '{"events":';
/** What is after the events of a body. */
export const BODY_END = '}';

/** An event as JSON, and the number of its bytes in UTF-8. */
export interface SerializedEvent {
  readonly json: string;
  readonly bytes: number;
}

export function serializeEvent(event: EvaluationEvent): SerializedEvent {
  const json = JSON.stringify(event);
  return { json, bytes: utf8Length(json) };
}

/** The part of a body that a stream entry contains: the events alone. A view, not a copy. */
export function eventsIn({ body }: EventBatch): Uint8Array {
  return body.subarray(BODY_START.length, body.length - BODY_END.length);
}

export function batchOfTable(table: EventTable): EventBatch {
  return { count: table.rows.length, body: bodyOf(JSON.stringify(table)) };
}

/**
 * Divides events, in order, into batches within the limits of count and body size. An event that is larger than a whole batch
 * gets a batch of its own.
 */
export function toBatches(
  events: readonly SerializedEvent[],
  limits: { readonly batchEvents: number; readonly batchBytes: number } = EVENT_LIMITS,
): readonly EventBatch[] {
  const batches: EventBatch[] = [];
  let batch: string[] = [];
  let bytes = EMPTY_BYTES;
  const finishBatch = () => {
    if (batch.length > 0) batches.push({ count: batch.length, body: bodyOf(`[${batch.join(',')}]`) });
    batch = [];
    bytes = EMPTY_BYTES;
  };
  for (const event of events) {
    if (batch.length >= limits.batchEvents || bytes + event.bytes + 1 > limits.batchBytes) finishBatch();
    batch.push(event.json);
    bytes += event.bytes + 1;
  }
  finishBatch();
  return batches;
}

const EMPTY_BYTES = BODY_START.length + '[]'.length + BODY_END.length;

function bodyOf(events: string): Uint8Array {
  return new TextEncoder().encode(BODY_START + events + BODY_END);
}
