import { BODY_END, BODY_START, type EventBatch } from '../../../../shared/events/event-batch.ts';
import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import type { UuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import type { Evaluation } from '../../model/ports.ts';
import { toEvent } from './encode-evaluation.ts';
import { createTableOutcomes } from './table-outcomes.ts';
import { NUMBER_BYTES, writeBytes, writeNumber } from './write-json.ts';
import { createPlainContextWriter } from './write-plain-context.ts';

/** A table of events while it is written: evaluations become bytes at once, and no reference to them remains. */
export interface TableWriter {
  /** Adds an event without what is private; `false` if the evaluation breaks a limit of events. */
  add(evaluation: Evaluation, privateAttributes: readonly string[]): boolean;
  /** Removes the last event. */
  undo(): void;
  /** The table as a batch, and when its first event was recorded. The next event begins another table. */
  seal(): SealedTable;
  /** Events so far. As {@link bytes}, no getter: V8 does not inline those, and these are called for every event. */
  count(): number;
  /** UTF-8 bytes that the batch has so far. */
  bytes(): number;
}

export interface SealedTable {
  readonly batch: EventBatch;
  readonly timeMs: number;
}

/** What one more event may add to a table at most: context, user, outcome, numbers and separators. */
export const LARGEST_ROW_BYTES =
  EVENT_LIMITS.contextBytes + 6 * EVENT_LIMITS.userIdBytes + 2 * NUMBER_BYTES + 1024;

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
/** For the id and the syntax around the parts. */
const FRAME_BYTES = 128;

const SMALLEST_BYTES = 2 * LARGEST_ROW_BYTES;

export function createTableWriter(newId: UuidV7Generator): TableWriter {
  const encoder = new TextEncoder();
  const writeContext = createContextWriter(newId);
  const outcomes = createTableOutcomes();
  const start = encoder.encode(`${BODY_START}{"rows":[`);
  let bytes = new Uint8Array(SMALLEST_BYTES);
  let length = 0;
  let count = 0;
  let startMs = 0;
  let beforeLast = 0;

  function makeRoom(more: number): void {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.max(length + more, 2 * bytes.length));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  }

  /** A row after those that are written; -1 if there can be no such event. */
  function writeRow(evaluation: Evaluation, outcome: number, privates: readonly string[]): number {
    let at = length;
    if (count === 0) at = writeBytes(bytes, at, start);
    else bytes[at++] = COMMA;
    bytes[at++] = OPEN;
    at = writeNumber(bytes, at, outcome);
    bytes[at++] = COMMA;
    at = writeNumber(bytes, at, count === 0 ? 0 : evaluation.timeMs - startMs);
    bytes[at++] = COMMA;
    const end = writeContext(bytes, at, evaluation, privates);
    if (end === -1) return -1;
    bytes[end] = CLOSE;
    return end + 1;
  }

  return {
    add(evaluation, privateAttributes) {
      const outcome = outcomes.indexOf(evaluation);
      if (outcome === undefined) return false;
      makeRoom(LARGEST_ROW_BYTES);
      const end = writeRow(evaluation, outcome, privateAttributes);
      if (end === -1) return false;
      if (count === 0) startMs = evaluation.timeMs;
      beforeLast = length;
      length = end;
      count += 1;
      return true;
    },
    undo() {
      length = beforeLast;
      count -= 1;
    },
    seal() {
      const rest = encoder.encode(`],"outcomes":[${outcomes.take()}],"id":"${newId(startMs)}"}${BODY_END}`);
      makeRoom(rest.length);
      bytes.set(rest, length);
      const batch = { count, body: bytes.slice(0, length + rest.length) };
      length = 0;
      count = 0;
      return { batch, timeMs: startMs };
    },
    count: () => count,
    bytes: () => (count === 0 ? 0 : length + outcomes.bytes() + FRAME_BYTES),
  };
}

/** Writes the context and the user of an event. Returns the index after them, or -1 if there can be no such event. */
function createContextWriter(newId: UuidV7Generator) {
  const encoder = new TextEncoder();
  const writePlainContext = createPlainContextWriter();
  return (bytes: Uint8Array, at: number, evaluation: Evaluation, privates: readonly string[]): number => {
    const plain = writePlainContext(bytes, at, evaluation.context, privates);
    if (plain !== -1) return plain;
    const event = toEvent(evaluation, newId, privates);
    if (event === undefined) return -1;
    const text = `${JSON.stringify(event.context)},${JSON.stringify(event.userId)}`;
    return at + encoder.encodeInto(text, bytes.subarray(at)).written;
  };
}
