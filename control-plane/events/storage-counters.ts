import type { StoreOutcome } from '../store/events/event-store.ts';

/** At every moment: `received = stored + deduplicated + (sum of dropped) + returned + inFlight`. */
export interface StorageCounts {
  /** Events read from the stream, or posted if there is no Redis. An event that is delivered again counts again. */
  readonly received: number;
  readonly stored: number;
  /** Already stored under the same id: sent twice, or stored by a consumer that ended before it acknowledged. */
  readonly deduplicated: number;
  /** By reason: the codes of event validation, and `refused_by_database`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Not stored because Postgres was unreachable: left in the stream when this process ended, or kept by the sender. */
  readonly returned: number;
  /** Received, and none of the above yet. */
  readonly inFlight: number;
  /** Entries of the stream that are not a batch of events. */
  readonly malformedEntries: number;
}

export type StorageCounters = ReturnType<typeof createStorageCounters>;

/** Counts what becomes of the events that this process receives. */
export function createStorageCounters() {
  const droppedByReason = new Map<string, number>();
  let [received, stored, deduplicated, returned, inFlight, malformedEntries] = [0, 0, 0, 0, 0, 0];

  const dropped = (reason: string, events: number) => {
    if (events === 0) return;
    droppedByReason.set(reason, (droppedByReason.get(reason) ?? 0) + events);
    inFlight -= events;
  };
  return {
    malformed() {
      malformedEntries += 1;
    },
    received(events: number) {
      received += events;
      inFlight += events;
    },
    dropped,
    returned(events: number) {
      returned += events;
      inFlight -= events;
    },
    stored(outcome: StoreOutcome) {
      stored += outcome.stored;
      deduplicated += outcome.deduplicated;
      inFlight -= outcome.stored + outcome.deduplicated;
      dropped('environment_unknown', outcome.environmentUnknown);
    },
    counts: (): StorageCounts => ({
      received,
      stored,
      deduplicated,
      dropped: Object.fromEntries(droppedByReason),
      returned,
      inFlight,
      malformedEntries,
    }),
  };
}
