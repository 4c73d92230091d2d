import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import type { StoreOutcome } from '../store/events/event-store.ts';
import type { StorageBookkeeper } from './storage-counters.ts';

/** Why an event is put aside that passed every check and still cannot be stored. */
export const REFUSED_BY_DATABASE = 'refused_by_database';

export interface StoreDeps {
  /** Stores a batch in one transaction; rejects where nothing of it was stored, or nobody can know. */
  readonly store: (events: readonly EvaluationEvent[]) => Promise<StoreOutcome>;
  /** Whether a rejection of `store` is the fault of an event, so that trying again is of no use. */
  readonly isEventFault: (error: unknown) => boolean;
  /** Runs an attempt to store, perhaps more than once. */
  readonly persist: <T>(attempt: () => Promise<T>) => Promise<T>;
  readonly books: Pick<StorageBookkeeper, 'stored' | 'drop'>;
}

/**
 * Stores events; halves a batch that cannot be stored until the event that is to blame stands alone, so that
 * one bad event never holds up the others.
 *
 * @returns the indexes of the events that cannot be stored
 * @throws what `persist` gives up with; a part of the events may be stored then, and storing all again is safe
 */
export async function storeIsolating(
  events: readonly EvaluationEvent[],
  deps: StoreDeps,
): Promise<readonly number[]> {
  if (events.length === 0) return [];
  const outcome = await deps.persist(() => attempt(events, deps));
  if (outcome !== 'event-fault') {
    deps.books.stored(outcome);
    return [];
  }
  if (events.length === 1) {
    deps.books.drop(REFUSED_BY_DATABASE, 1);
    return [0];
  }
  const middle = Math.ceil(events.length / 2);
  const left = await storeIsolating(events.slice(0, middle), deps);
  const right = await storeIsolating(events.slice(middle), deps);
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
