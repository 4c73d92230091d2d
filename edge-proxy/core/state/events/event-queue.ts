import { batchOfTable, type EventBatch, eventsIn } from '../../../../shared/events/event-batch.ts';
import { type EventTable, halveTable } from '../../../../shared/events/event-table.ts';
import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import type { UuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import type { Evaluation } from '../../model/ports.ts';
import type { PrivateAttributesOf } from './encode-evaluation.ts';
import { type DropReason, type EventBooks, noDrops } from './event-counters.ts';
import type { RejectedEvent } from './event-transport.ts';
import { createTableWriter, LARGEST_ROW_BYTES, type SealedTable } from './table-writer.ts';

export interface EventQueueLimits {
  /** Events kept in memory at most, those in flight included. */
  readonly maxEvents: number;
  /** Bytes kept in memory at most, those in flight included. */
  readonly maxBytes: number;
  /** Events in one batch at most. */
  readonly batchEvents: number;
  /** Bytes of one batch at most, as the body of a request. */
  readonly batchBytes: number;
}

/** Evaluations on their way out, and the books about them. No I/O, no clock: moments come in as arguments. */
export interface EventQueue {
  /**
   * Writes the event of an evaluation into the batch that is being filled, or drops it by reason.
   *
   * @returns whether that batch is full now
   */
  add(evaluation: Evaluation): boolean;
  /** Ends the batch that is being filled; `undefined` where there is nothing in it. */
  seal(): EventBatch | undefined;
  /** The batch to send now. The same one until it is settled in one of the ways below. */
  first(): EventBatch | undefined;
  /** The first batch was taken, but for some of its events. */
  accepted(rejected: readonly RejectedEvent[]): void;
  /** The first batch will never be taken whole: halves it, or drops the one event it consists of. */
  refused(): void;
  /** Drops first batches that nobody would take any more at this moment. */
  expire(nowMs: number): void;
  /** Drops everything there is. */
  abandon(reason: DropReason): void;
  /** Events of the batch that is being filled. */
  readonly buffered: number;
  /** Events of batches that wait to be sent or taken. */
  readonly inFlight: number;
  books(): Omit<EventBooks, 'delivered' | 'retries'>;
}

/**
 * Evaluations that are encoded together: one by one, between requests, each takes twice the time, as nothing of what it
 * needs is in the processor's caches any more.
 */
const GROUP = 32;

/** Events are encoded soon after they were recorded: what waits here is bytes, which cost no garbage collector anything. */
export function createEventQueue(
  limits: EventQueueLimits,
  newId: UuidV7Generator,
  privateAttributesOf: PrivateAttributesOf,
): EventQueue {
  const table = createTableWriter(newId);
  const dropped = noDrops();
  const waiting: Evaluation[] = [];
  /** In the order of recording. Batches keep their ids and their text until they are settled, however often they are sent. */
  const batches: SealedTable[] = [];
  let recorded = 0;
  let sent = 0;
  /** Of the batches, as are the bytes. */
  let inFlight = 0;
  let bytes = 0;

  const sealTable = (): EventBatch => {
    const sealed = table.seal();
    batches.push(sealed);
    inFlight += sealed.batch.count;
    bytes += sealed.batch.body.length;
    return sealed.batch;
  };
  const settleFirst = (): number => {
    const batch = batches.shift()?.batch;
    if (batch === undefined) return 0;
    inFlight -= batch.count;
    bytes -= batch.body.length;
    return batch.count;
  };
  const isFull = () =>
    table.count() >= limits.batchEvents || table.bytes() + LARGEST_ROW_BYTES > limits.batchBytes;

  /** Whether a batch has become full. */
  const encode = (evaluation: Evaluation): boolean => {
    const privateAttributes = privateAttributesOf(evaluation.environmentId);
    if (privateAttributes === undefined) {
      dropped.environment_unknown += 1;
    } else if (table.count() + inFlight >= limits.maxEvents) {
      dropped.buffer_full += 1;
    } else if (!table.add(evaluation, privateAttributes)) {
      dropped.invalid += 1;
    } else if (bytes + table.bytes() > limits.maxBytes) {
      table.undo();
      dropped.buffer_full += 1;
    } else if (isFull()) {
      sealTable();
      return true;
    }
    return false;
  };
  const encodeWaiting = (): boolean => {
    let hasFilled = false;
    for (const evaluation of waiting) hasFilled = encode(evaluation) || hasFilled;
    waiting.length = 0;
    return hasFilled;
  };

  return {
    add(evaluation) {
      recorded += 1;
      waiting.push(evaluation);
      return waiting.length >= GROUP && encodeWaiting();
    },
    seal() {
      encodeWaiting();
      return table.count() === 0 ? undefined : sealTable();
    },
    first: () => batches[0]?.batch,
    accepted(rejected) {
      const count = settleFirst();
      const indexes = new Set(
        rejected.map(({ index }) => index).filter((index) => index >= 0 && index < count),
      );
      sent += count - indexes.size;
      dropped.rejected += indexes.size;
    },
    refused() {
      const [first] = batches;
      if (first === undefined) return;
      const count = settleFirst();
      if (count === 1) {
        dropped.rejected += 1;
        return;
      }
      const halves = halveTable(tableIn(first.batch)).map(batchOfTable);
      batches.unshift(...halves.map((batch) => ({ batch, timeMs: first.timeMs })));
      inFlight += count;
      for (const { body } of halves) bytes += body.length;
    },
    expire(nowMs) {
      while (batches[0] !== undefined && batches[0].timeMs < nowMs - EVENT_LIMITS.maxAgeMs) {
        dropped.expired += settleFirst();
      }
    },
    abandon(reason) {
      encodeWaiting();
      if (table.count() > 0) sealTable();
      while (batches.length > 0) dropped[reason] += settleFirst();
    },
    get buffered() {
      return table.count() + waiting.length;
    },
    get inFlight() {
      return inFlight;
    },
    books() {
      encodeWaiting();
      const held = { buffered: table.count(), inFlight, bytes: bytes + table.bytes() };
      return { recorded, sent, dropped: { ...dropped }, ...held };
    },
  };
}

/** What this queue has written itself. */
function tableIn(batch: EventBatch): EventTable {
  return JSON.parse(new TextDecoder().decode(eventsIn(batch)));
}
