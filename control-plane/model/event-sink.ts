import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';

/** Where accepted events are written: the Redis stream, or Postgres directly. */
export interface EventSink {
  /**
   * Stores a batch durably.
   *
   * @returns the indexes of events that can never be stored
   * @throws EventsUnavailable if the batch cannot be stored now; sending the whole batch again is safe
   */
  append(events: readonly EvaluationEvent[]): Promise<readonly number[]>;
}

/** Events cannot be stored now. The sender keeps them and sends them again. */
export class EventsUnavailable extends Error {
  override readonly name = 'EventsUnavailable';
}
