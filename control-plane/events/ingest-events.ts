import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { type EventRejection, validateEvent } from '../../shared/events/validate-event.ts';
import type { EventSink } from '../model/event-sink.ts';
import { REFUSED_BY_DATABASE } from './dead-letters.ts';

export interface IngestResult {
  /** The number of events that are stored durably. */
  readonly accepted: number;
  /** By index in the posted batch. */
  readonly rejected: readonly RejectedIndex[];
}

interface RejectedIndex {
  readonly index: number;
  readonly reason: EventRejection | typeof REFUSED_BY_DATABASE;
}

/**
 * Validates a posted batch event by event and stores the valid ones durably.
 *
 * @param environmentIds the environments whose events the sender may post; events of other environments are rejected
 * @throws EventsUnavailable if nothing can be stored now; no event of the batch is accepted then
 */
export async function ingestEvents(
  candidates: readonly unknown[],
  environmentIds: readonly string[],
  sink: EventSink,
  nowMs: number,
): Promise<IngestResult> {
  const allowed = new Set(environmentIds);
  const events: EvaluationEvent[] = [];
  const indexes: number[] = [];
  const rejected: RejectedIndex[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const check = validateEvent(candidate, nowMs);
    if (!check.ok) rejected.push({ index, reason: check.reason });
    else if (!allowed.has(check.event.environmentId)) {
      rejected.push({ index, reason: 'environment_not_allowed' });
    } else {
      events.push(check.event);
      indexes.push(index);
    }
  }
  const refused = events.length > 0 ? await sink.append(events) : [];
  for (const position of refused) {
    rejected.push({ index: indexes[position] ?? position, reason: REFUSED_BY_DATABASE });
  }
  return { accepted: events.length - refused.length, rejected };
}
