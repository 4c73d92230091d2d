import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import type { StorageBookkeeper } from './storage-counters.ts';
import { type StoreDeps, storeIsolating } from './store-by-bisection.ts';

/** Where taken events go: into the stream, or straight into Postgres. */
export interface EventSink {
  /**
   * Keeps a batch for good.
   *
   * @returns the indexes of events that can never be kept
   * @throws EventsUnavailable where it cannot be kept now; sending all of it again is safe
   */
  append(events: readonly EvaluationEvent[]): Promise<readonly number[]>;
}

/** Events cannot be taken now: the sender keeps them and tries again. */
export class EventsUnavailable extends Error {
  override readonly name = 'EventsUnavailable';
}

interface StoringSinkDeps extends Pick<StoreDeps, 'store' | 'isEventFault'> {
  readonly books: StorageBookkeeper;
}

/** Without Redis: a batch is committed before it is answered. */
export function createStoringSink(deps: StoringSinkDeps): EventSink {
  return {
    async append(events) {
      let left = events.length;
      deps.books.received(left);
      const books: StoreDeps['books'] = {
        stored(outcome) {
          left -= outcome.stored + outcome.deduplicated + outcome.environmentUnknown;
          deps.books.stored(outcome);
        },
        drop(reason, dropped) {
          left -= dropped;
          deps.books.drop(reason, dropped);
        },
      };
      try {
        return await storeIsolating(events, { ...deps, books, persist: (attempt) => attempt() });
      } catch (error) {
        deps.books.givenBack(left);
        throw new EventsUnavailable('The events could not be stored.', { cause: error });
      }
    },
  };
}
