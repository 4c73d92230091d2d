import { type EncodedEvent, splitIntoBatches } from '../../../shared/events/event-batch.ts';
import { EVENT_LIMITS } from '../../../shared/events/limits.ts';
import type { UuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import type { Evaluation } from '../ports.ts';
import { createEvaluationEncoder, estimateBytes, type PrivateAttributesOf } from './encode-evaluation.ts';
import { type DropReason, type EventBooks, noDrops } from './event-books.ts';
import type { RejectedEvent } from './event-transport.ts';

export interface EventQueueLimits {
  /** Events kept in memory at most, those in flight included. */
  readonly maxEvents: number;
  /** Bytes kept in memory at most, estimated, those in flight included. */
  readonly maxBytes: number;
  /** Events in one batch at most. */
  readonly batchEvents: number;
  /** Bytes of one batch at most, as JSON. */
  readonly batchBytes: number;
}

/** A batch that keeps its events, their ids and their text until it is settled, however often it is sent. */
interface Batch {
  readonly events: readonly EncodedEvent[];
  /** When the oldest of its events was recorded. */
  readonly timeMs: number;
}

/** Evaluations on their way out, and the books about them. No I/O, no clock: moments come in as arguments. */
export interface EventQueue {
  /** Keeps a reference and no more; drops the evaluation where the queue is full. */
  add(evaluation: Evaluation, timeMs: number): void;
  /** Turns the oldest evaluations into events, at most a batch of them. */
  encodeSome(): void;
  /** The batch to send now. The same one until it is settled in one of the ways below. */
  first(): readonly EncodedEvent[] | undefined;
  /** The first batch was taken, but for some of its events. */
  accepted(rejected: readonly RejectedEvent[]): void;
  /** The first batch will never be taken whole: halves it, or drops the one event it consists of. */
  refused(): void;
  /** Drops first batches that nobody would take any more at this moment. */
  expire(nowMs: number): void;
  /** Drops everything there is. */
  abandon(reason: DropReason): void;
  readonly buffered: number;
  readonly inFlight: number;
  books(): Omit<EventBooks, 'delivered' | 'retries'>;
}

export function createEventQueue(
  limits: EventQueueLimits,
  newId: UuidV7Generator,
  privateAttributesOf: PrivateAttributesOf,
): EventQueue {
  const encode = createEvaluationEncoder(newId, privateAttributesOf);
  const dropped = noDrops();
  let recorded = 0;
  let sent = 0;
  let buffer: { readonly evaluation: Evaluation; readonly timeMs: number; readonly bytes: number }[] = [];
  let batches: readonly Batch[] = [];
  let inFlight = 0;
  /** Of both the buffer and what is in flight. */
  let bytes = 0;

  const settleFirst = (): readonly EncodedEvent[] => {
    const events = batches[0]?.events ?? [];
    batches = batches.slice(1);
    inFlight -= events.length;
    bytes -= weightOf(events);
    return events;
  };

  return {
    add(evaluation, timeMs) {
      recorded += 1;
      const weight = estimateBytes(evaluation.context);
      if (buffer.length + inFlight >= limits.maxEvents || bytes + weight > limits.maxBytes) {
        dropped.buffer_full += 1;
        return;
      }
      buffer.push({ evaluation, timeMs, bytes: weight });
      bytes += weight;
    },
    encodeSome() {
      const entries = buffer.splice(0, limits.batchEvents);
      const events: EncodedEvent[] = [];
      for (const entry of entries) {
        bytes -= entry.bytes;
        const result = encode(entry.evaluation, entry.timeMs);
        if ('event' in result) events.push(result.event);
        else dropped[result.dropped] += 1;
      }
      const timeMs = entries[0]?.timeMs ?? 0;
      batches = [...batches, ...splitIntoBatches(events, limits).map((part) => ({ events: part, timeMs }))];
      inFlight += events.length;
      bytes += weightOf(events);
    },
    first: () => batches[0]?.events,
    accepted(rejected) {
      const events = settleFirst();
      const indexes = new Set(rejected.map(({ index }) => index).filter((index) => index in events));
      sent += events.length - indexes.size;
      dropped.rejected += indexes.size;
    },
    refused() {
      const batch = batches[0];
      if (batch === undefined) return;
      if (batch.events.length === 1) {
        dropped.rejected += settleFirst().length;
        return;
      }
      const middle = Math.ceil(batch.events.length / 2);
      const halves = [batch.events.slice(0, middle), batch.events.slice(middle)];
      batches = [...halves.map((events) => ({ events, timeMs: batch.timeMs })), ...batches.slice(1)];
    },
    expire(nowMs) {
      while (batches[0] !== undefined && batches[0].timeMs < nowMs - EVENT_LIMITS.maxAgeMs) {
        dropped.expired += settleFirst().length;
      }
    },
    abandon(reason) {
      dropped[reason] += buffer.length + inFlight;
      buffer = [];
      batches = [];
      inFlight = 0;
      bytes = 0;
    },
    get buffered() {
      return buffer.length;
    },
    get inFlight() {
      return inFlight;
    },
    books: () => ({ recorded, sent, dropped: { ...dropped }, buffered: buffer.length, inFlight, bytes }),
  };
}

function weightOf(events: readonly EncodedEvent[]): number {
  return events.reduce((sum, event) => sum + event.bytes, 0);
}
