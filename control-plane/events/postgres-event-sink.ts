import { type EventSink, EventsUnavailable } from '../model/event-sink.ts';
import type { StorageCounters } from './storage-counters.ts';
import { type StoreDeps, storeByBisection } from './store-by-bisection.ts';

interface PostgresEventSinkDeps extends Pick<StoreDeps, 'store' | 'isEventFault'> {
  readonly counters: StorageCounters;
}

/** The sink of a control plane without Redis: `append` resolves once the batch is committed to Postgres. */
export function createPostgresEventSink(deps: PostgresEventSinkDeps): EventSink {
  return {
    async append(events) {
      let pending = events.length;
      deps.counters.received(pending);
      const counters: StoreDeps['counters'] = {
        stored(outcome) {
          pending -= outcome.stored + outcome.deduplicated + outcome.environmentUnknown;
          deps.counters.stored(outcome);
        },
        dropped(reason, count) {
          pending -= count;
          deps.counters.dropped(reason, count);
        },
      };
      try {
        return await storeByBisection(events, { ...deps, counters, persist: (attempt) => attempt() });
      } catch (error) {
        deps.counters.returned(pending);
        throw new EventsUnavailable('The events could not be stored.', { cause: error });
      }
    },
  };
}
