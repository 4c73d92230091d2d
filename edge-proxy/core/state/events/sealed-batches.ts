import { batchOfTable, type EventBatch, eventsIn } from '../../../../shared/events/event-batch.ts';
import { type EventTable, halveTable } from '../../../../shared/events/event-table.ts';
import type { SealedTable } from './table-writer.ts';

/**
 * Batches that wait to be sent or are being sent, in the order of recording. A batch keeps its ids and its text until
 * it is removed, however often it is sent.
 */
export interface SealedBatches {
  add(sealed: SealedTable): void;
  first(): SealedTable | undefined;
  /** Removes the first batch. @returns the number of its events */
  removeFirst(): number;
  /** Replaces the first batch by its halves; `false` if it consists of one event. */
  halveFirst(): boolean;
  /** Events of all batches. As {@link bytes}, no getter: V8 does not inline those. */
  events(): number;
  /** UTF-8 bytes of all batches. */
  bytes(): number;
}

export function createSealedBatches(): SealedBatches {
  const batches: SealedTable[] = [];
  let events = 0;
  let bytes = 0;

  function count({ count, body }: EventBatch, sign: 1 | -1): void {
    events += sign * count;
    bytes += sign * body.length;
  }

  function removeFirst(): number {
    const batch = batches.shift()?.batch;
    if (batch === undefined) return 0;
    count(batch, -1);
    return batch.count;
  }

  return {
    add(sealed) {
      batches.push(sealed);
      count(sealed.batch, 1);
    },
    first: () => batches[0],
    removeFirst,
    halveFirst() {
      const [first] = batches;
      if (first === undefined || first.batch.count === 1) return false;
      removeFirst();
      const halves = halveTable(tableIn(first.batch)).map(batchOfTable);
      batches.unshift(...halves.map((batch) => ({ batch, timeMs: first.timeMs })));
      for (const half of halves) count(half, 1);
      return true;
    },
    events: () => events,
    bytes: () => bytes,
  };
}

/** What this edge has written itself. */
function tableIn(batch: EventBatch): EventTable {
  return JSON.parse(new TextDecoder().decode(eventsIn(batch)));
}
