import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { expandEvents } from '../../shared/events/event-table.ts';
import { EVENT_LIMITS } from '../../shared/events/limits.ts';
import { type EventRejection, validateEvent } from '../../shared/events/validate-event.ts';
import type { StreamEntry } from '../model/event-log.ts';

/** An event that may not be stored, as it stood in its entry. */
export interface RejectedEvent {
  readonly reason: EventRejection;
  readonly event: unknown;
}

export type DecodedEntry =
  | { readonly malformed: string }
  | { readonly events: readonly EvaluationEvent[]; readonly rejected: readonly RejectedEvent[] };

/**
 * Reads one entry of the stream. Whoever can reach Redis can write there, so nothing is taken for granted.
 * Ages are measured from when Redis took the entry in: an event does not grow too old by waiting for Postgres.
 */
export function decodeEntry(entry: StreamEntry): DecodedEntry {
  if (entry.events === undefined) return { malformed: 'no_events_field' };
  const candidates = expandEvents(parseJson(entry.events));
  if (candidates === undefined) return { malformed: 'not_a_batch' };
  if (candidates.length > EVENT_LIMITS.batchEvents) return { malformed: 'too_many_events' };
  const takenInMs = Number(entry.id.split('-')[0]);
  const events: EvaluationEvent[] = [];
  const rejected: RejectedEvent[] = [];
  for (const candidate of candidates) {
    const check = validateEvent(candidate, takenInMs);
    if (check.ok) events.push(check.event);
    else rejected.push({ reason: check.reason, event: candidate });
  }
  return { events, rejected };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
