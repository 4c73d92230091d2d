import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { STREAM_ENTRY } from '../../shared/events/limits.ts';
import { parseEventBatch } from '../../shared/events/parse-event-batch.ts';
import { type EventRejection, validateEvent } from '../../shared/events/validate-event.ts';
import type { StreamEntry } from '../model/event-consumer.ts';

/** An event that must not be stored, as it was read from its entry. */
export interface InvalidEvent {
  readonly reason: EventRejection;
  readonly event: unknown;
}

export type DecodedEntry =
  | { readonly malformed: string }
  | { readonly events: readonly EvaluationEvent[]; readonly invalid: readonly InvalidEvent[] };

/**
 * Decodes and validates one entry of the stream. Other programs may write to the stream, so nothing in an entry is
 * trusted: it is held to the limits of what is posted, before it is parsed.
 *
 * The age of an event is measured at the time Redis received the entry: an event does not become too old while it
 * waits for Postgres.
 */
export function decodeEntry(entry: StreamEntry): DecodedEntry {
  if (entry.events === undefined) return { malformed: 'no_events_field' };
  const batch = parseEventBatch(entry.events, STREAM_ENTRY);
  if ('fault' in batch) return { malformed: batch.fault === 'not_json' ? 'not_a_batch' : batch.fault };
  const receivedAtMs = Number(entry.id.split('-')[0]);
  const events: EvaluationEvent[] = [];
  const invalid: InvalidEvent[] = [];
  for (const candidate of batch.events) {
    const check = validateEvent(candidate, receivedAtMs);
    if (check.ok) events.push(check.event);
    else invalid.push({ reason: check.reason, event: candidate });
  }
  return { events, invalid };
}
