import type { EventBatch } from '../../../../shared/events/event-batch.ts';
import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import type { UuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import type { Evaluation } from '../../model/ports.ts';
import type { PrivateAttributesOf } from './encode-evaluation.ts';
import { type DropReason, type EventCounters, noDrops } from './event-counters.ts';
import type { RejectedEvent } from './event-transport.ts';
import { createSealedBatches, type SealedBatches } from './sealed-batches.ts';
import { createTableWriter, LARGEST_ROW_BYTES, type TableWriter } from './table-writer.ts';

export interface EventQueueLimits {
  /** Events in memory at most, those in flight included. */
  readonly maxEvents: number;
  /** Bytes in memory at most, those in flight included. */
  readonly maxBytes: number;
  /** Events in one batch at most. */
  readonly batchEvents: number;
  /** Bytes of one batch at most, as the body of a request. */
  readonly batchBytes: number;
}

/** Evaluations on their way out, and their counters. No I/O, no clock: times come in as arguments. */
export interface EventQueue {
  /**
   * Writes the event of an evaluation into the batch that is being filled, or drops it by reason.
   *
   * @returns whether that batch is full now
   */
  add(evaluation: Evaluation): boolean;
  /** Ends the batch that is being filled; `undefined` if it is empty. */
  seal(): EventBatch | undefined;
  /** The batch to send now. The same one until one of the three functions below ends it. */
  first(): EventBatch | undefined;
  /** The first batch was accepted, but for some of its events. */
  accepted(rejected: readonly RejectedEvent[]): void;
  /** The first batch will never be accepted whole: halves it, or drops the one event it consists of. */
  refused(): void;
  /** Drops first batches that are too old to be accepted at this time. */
  expire(nowMs: number): void;
  /** Drops everything. */
  abandon(reason: DropReason): void;
  /** Events of the batch that is being filled. */
  readonly buffered: number;
  /** Events of batches that wait to be sent or accepted. */
  readonly inFlight: number;
  counters(): Omit<EventCounters, 'delivered' | 'retries'>;
}

/**
 * Evaluations that are encoded together: one by one, between requests, each takes twice the time, because its data have
 * left the processor's caches.
 */
const GROUP = 32;

/** Events are encoded soon after they were recorded: what waits here is bytes, which cost the garbage collector nothing. */
export function createEventQueue(
  limits: EventQueueLimits,
  newId: UuidV7Generator,
  privateAttributesOf: PrivateAttributesOf,
): EventQueue {
  const table = createTableWriter(newId);
  const batches = createSealedBatches();
  const encode = createEncoder({ limits, table, batches, privateAttributesOf });
  const { dropped } = encode;
  const group = createGroup(encode.add);
  const results = createBatchResults(batches, dropped);
  let recorded = 0;

  return {
    add(evaluation) {
      recorded += 1;
      return group.add(evaluation);
    },
    seal() {
      group.encodeAll();
      return encode.seal();
    },
    first: () => batches.first()?.batch,
    accepted: results.accepted,
    refused: results.refused,
    expire: results.expire,
    abandon(reason) {
      group.encodeAll();
      encode.seal();
      while (batches.first() !== undefined) dropped[reason] += batches.removeFirst();
    },
    get buffered() {
      return table.count() + group.count();
    },
    get inFlight() {
      return batches.events();
    },
    counters() {
      group.encodeAll();
      const held = { buffered: table.count(), inFlight: batches.events() };
      return {
        recorded,
        sent: results.sent(),
        dropped: { ...dropped },
        ...held,
        bytes: batches.bytes() + table.bytes(),
      };
    },
  };
}

/** Evaluations until {@link GROUP} of them are encoded together. */
function createGroup(encode: (evaluation: Evaluation) => boolean) {
  const waiting: Evaluation[] = [];

  /** @returns whether a batch has become full */
  function encodeAll(): boolean {
    let hasFilled = false;
    for (const evaluation of waiting) hasFilled = encode(evaluation) || hasFilled;
    waiting.length = 0;
    return hasFilled;
  }

  return {
    /** @returns whether a batch has become full */
    add(evaluation: Evaluation): boolean {
      waiting.push(evaluation);
      return waiting.length >= GROUP && encodeAll();
    },
    encodeAll,
    count: () => waiting.length,
  };
}

/** Removes batches as the upstream accepts or refuses them or as they expire, and counts their events. */
function createBatchResults(batches: SealedBatches, dropped: Record<DropReason, number>) {
  let sent = 0;
  return {
    sent: () => sent,
    accepted(rejected: readonly RejectedEvent[]): void {
      const count = batches.removeFirst();
      const indexes = new Set(
        rejected.map(({ index }) => index).filter((index) => index >= 0 && index < count),
      );
      sent += count - indexes.size;
      dropped.rejected += indexes.size;
    },
    refused(): void {
      if (!batches.halveFirst()) dropped.rejected += batches.removeFirst();
    },
    expire(nowMs: number): void {
      const oldestMs = nowMs - EVENT_LIMITS.maxAgeMs;
      while ((batches.first()?.timeMs ?? oldestMs) < oldestMs) dropped.expired += batches.removeFirst();
    },
  };
}

interface EncoderDeps {
  readonly limits: EventQueueLimits;
  readonly table: TableWriter;
  readonly batches: SealedBatches;
  readonly privateAttributesOf: PrivateAttributesOf;
}

/** Writes evaluations into the table, and seals it once it is full; counts what it drops. */
function createEncoder({ limits, table, batches, privateAttributesOf }: EncoderDeps) {
  const dropped = noDrops();

  function isFull(): boolean {
    return table.count() >= limits.batchEvents || table.bytes() + LARGEST_ROW_BYTES > limits.batchBytes;
  }

  function seal(): EventBatch | undefined {
    if (table.count() === 0) return undefined;
    const sealed = table.seal();
    batches.add(sealed);
    return sealed.batch;
  }

  /** @returns whether a batch has become full */
  function add(evaluation: Evaluation): boolean {
    const privateAttributes = privateAttributesOf(evaluation.environmentId);
    if (privateAttributes === undefined) {
      dropped.environment_unknown += 1;
    } else if (table.count() + batches.events() >= limits.maxEvents) {
      dropped.buffer_full += 1;
    } else if (!table.add(evaluation, privateAttributes)) {
      dropped.invalid += 1;
    } else if (batches.bytes() + table.bytes() > limits.maxBytes) {
      table.undo();
      dropped.buffer_full += 1;
    } else if (isFull()) {
      seal();
      return true;
    }
    return false;
  }

  return { add, seal, dropped };
}
