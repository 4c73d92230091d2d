import type { StoreOutcome } from '../store/events/event-store.ts';

/** At every moment: `received = stored + deduplicated + (sum of dropped) + givenBack + inFlight`. */
export interface StorageBooks {
  /** Events read from the stream, or posted where there is none; one that comes again counts again. */
  readonly received: number;
  readonly stored: number;
  /** Known already by their id: sent twice, or stored by a consumer that ended before it could say so. */
  readonly deduplicated: number;
  /** By reason: the codes of event validation, and `refused_by_database`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Not stored because Postgres was away: left in the stream at the end of this process, or with their sender. */
  readonly givenBack: number;
  /** Received, and nothing of the above yet. */
  readonly inFlight: number;
  /** Entries of the stream that were no batch of events at all. */
  readonly malformedEntries: number;
}

/** Keeps the books. */
export function createStorageBooks() {
  const dropped = new Map<string, number>();
  let [received, stored, deduplicated, givenBack, inFlight, malformedEntries] = [0, 0, 0, 0, 0, 0];

  const drop = (reason: string, events: number) => {
    if (events === 0) return;
    dropped.set(reason, (dropped.get(reason) ?? 0) + events);
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
    drop,
    givenBack(events: number) {
      givenBack += events;
      inFlight -= events;
    },
    stored(outcome: StoreOutcome) {
      stored += outcome.stored;
      deduplicated += outcome.deduplicated;
      inFlight -= outcome.stored + outcome.deduplicated;
      drop('environment_unknown', outcome.environmentUnknown);
    },
    read: (): StorageBooks => ({
      received,
      stored,
      deduplicated,
      dropped: Object.fromEntries(dropped),
      givenBack,
      inFlight,
      malformedEntries,
    }),
  };
}

export type StorageBookkeeper = ReturnType<typeof createStorageBooks>;
