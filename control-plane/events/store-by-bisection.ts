import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import type { StoreOutcome } from '../store/events/event-store.ts';
import { REFUSED_BY_DATABASE } from './dead-letters.ts';
import type { StorageCounters } from './storage-counters.ts';

export interface StoreDeps {
  /** Stores a batch in one transaction. Rejects if nothing was stored, or if the outcome is unknown. */
  readonly store: (events: readonly EvaluationEvent[]) => Promise<StoreOutcome>;
  /** Whether an event caused a rejection of `store`, so that a retry cannot succeed. */
  readonly isEventFault: (error: unknown) => boolean;
  /** Runs an attempt to store, once or more often. */
  readonly persist: <T>(attempt: () => Promise<T>) => Promise<T>;
  readonly counters: Pick<StorageCounters, 'stored' | 'dropped'>;
}

/**
 * Stores events. If a batch cannot be stored because of an event, both halves are tried on their own, down to the
 * single event. So one bad event never blocks the others.
 *
 * @returns the indexes of the events that cannot be stored
 * @throws the last error of `persist`; some events may be stored by then, and storing all of them again is safe
 */
export async function storeByBisection(
  events: readonly EvaluationEvent[],
  deps: StoreDeps,
): Promise<readonly number[]> {
  if (events.length === 0) return [];
  const outcome = await deps.persist(() => attempt(events, deps));
  if (outcome !== 'event-fault') {
    deps.counters.stored(outcome);
    return [];
  }
  if (events.length === 1) {
    deps.counters.dropped(REFUSED_BY_DATABASE, 1);
    return [0];
  }
  const middle = Math.ceil(events.length / 2);
  const left = await storeByBisection(events.slice(0, middle), deps);
  const right = await storeByBisection(events.slice(middle), deps);
  return [...left, ...right.map((index) => index + middle)];
}

async function attempt(
  events: readonly EvaluationEvent[],
  deps: StoreDeps,
): Promise<StoreOutcome | 'event-fault'> {
  try {
    return await deps.store(events);
  } catch (error) {
    if (deps.isEventFault(error)) return 'event-fault';
    throw error;
  }
}
