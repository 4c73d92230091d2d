import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { expandEvents } from '../../shared/events/event-table.ts';
import { EVENT_LIMITS } from '../../shared/events/limits.ts';
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
 * trusted.
 *
 * The age of an event is measured at the time Redis received the entry: an event does not become too old while it
 * waits for Postgres.
 */
export function decodeEntry(entry: StreamEntry): DecodedEntry {
  if (entry.events === undefined) return { malformed: 'no_events_field' };
  const candidates = expandEvents(parseJson(entry.events));
  if (candidates === undefined) return { malformed: 'not_a_batch' };
  if (candidates.length > EVENT_LIMITS.batchEvents) return { malformed: 'too_many_events' };
  const receivedAtMs = Number(entry.id.split('-')[0]);
  const events: EvaluationEvent[] = [];
  const invalid: InvalidEvent[] = [];
  for (const candidate of candidates) {
    const check = validateEvent(candidate, receivedAtMs);
    if (check.ok) events.push(check.event);
    else invalid.push({ reason: check.reason, event: candidate });
  }
  return { events, invalid };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
