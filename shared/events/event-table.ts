import type { JsonObject } from '../model/json.ts';
import type { ResolutionReason } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import { EVENT_LIMITS } from './limits.ts';
import { userIdOf } from './redact-context.ts';
import { isUuidV7, uuidV7Time } from './uuid-v7.ts';

/**
 * A compact form of many events of one edge: what events have in common is written once, and their ids follow from the first
 * one. It has a quarter of the bytes of a list of the same events, and is faster to write.
 */
export interface EventTable {
  /** The id of the first event. Its time is the start that the rows count from. */
  readonly id: string;
  readonly outcomes: readonly EventOutcome[];
  readonly rows: readonly EventRow[];
}

/** What an evaluation served, of which flag, in which environment. */
export interface EventOutcome {
  readonly environmentId: string;
  readonly flagKey: string;
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
}

/**
 * One event: the index of its outcome, milliseconds after the first event (negative if the clock was set back), the redacted
 * context, and the user. The user is left out if the context names it.
 */
export type EventRow = readonly [
  outcome: number,
  laterMs: number,
  context: JsonObject,
  userId?: string | null,
];

/** The ids of one table are numbered in 26 bits: 12 of `rand_a`, 14 of `rand_b`. The other 48 bits are random per table. */
const COUNTER_RANGE = 2 ** 26;
const LATEST_MS = 2 ** 48;

/**
 * The id of an event in a table: that of the first event, with the event's own time and with `index` added to the counter
 * (RFC 9562 section 6.2, method 1). `undefined` if a UUIDv7 cannot have that time.
 *
 * @param first the id of the table's first event
 * @param index the index of the event's row
 * @param timeMs the event's time, in milliseconds since 1970
 */
export function tableEventId(first: string, index: number, timeMs: number): string | undefined {
  if (!(timeMs >= 0 && timeMs < LATEST_MS)) return undefined;
  const start =
    (Number.parseInt(first.slice(15, 18), 16) << 14) | (Number.parseInt(first.slice(19, 23), 16) & 0x3fff);
  const counter = (start + index) % COUNTER_RANGE;
  const time = timeMs.toString(16).padStart(12, '0');
  const high = (counter >> 14).toString(16).padStart(3, '0');
  const low = (0x8000 | (counter & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${low}-${first.slice(24)}`;
}

/**
 * The events of a batch that comes from outside, a list or a table. They are not checked: an invalid row becomes an invalid
 * event. `undefined` if the batch is neither a list nor a table.
 */
export function expandEvents(batch: unknown): readonly unknown[] | undefined {
  if (Array.isArray(batch)) return batch;
  if (!isRecord(batch)) return undefined;
  const { id: first, outcomes, rows } = batch;
  if (typeof first !== 'string' || !isUuidV7(first)) return undefined;
  if (!Array.isArray(outcomes) || !Array.isArray(rows)) return undefined;
  // The caller refuses a batch with this many events, so expanding a million rows would only waste memory.
  if (rows.length > EVENT_LIMITS.batchEvents) return rows;
  const table = { first, startMs: uuidV7Time(first), outcomes };
  return rows.map((row: unknown, index) => (Array.isArray(row) ? eventOf(row, index, table) : row));
}

/** What all rows of a table have in common. */
interface TableHead {
  readonly first: string;
  /** The time of the first event, in milliseconds since 1970. */
  readonly startMs: number;
  readonly outcomes: readonly unknown[];
}

function eventOf(row: readonly unknown[], index: number, { first, startMs, outcomes }: TableHead): unknown {
  const [outcome, laterMs, context, userId = userOf(context)] = row;
  const shared: unknown = typeof outcome === 'number' ? outcomes[outcome] : undefined;
  const { environmentId, flagKey, variationKey, reason } = isRecord(shared) ? shared : NO_OUTCOME;
  const timeMs =
    typeof laterMs === 'number' && Number.isSafeInteger(laterMs) ? startMs + laterMs : Number.NaN;
  const id = tableEventId(first, index, timeMs);
  const evaluatedAt = id === undefined ? undefined : new Date(timeMs).toISOString();
  return { id, environmentId, flagKey, userId, variationKey, reason, context, evaluatedAt };
}

const NO_OUTCOME: Readonly<Record<string, unknown>> = {};

function userOf(context: unknown): string | null {
  return isRecord(context) ? userIdOf(context) : null;
}

/** Two tables with the halves of a table of more than one event. Every event keeps its id. */
export function halveTable({ id, outcomes, rows }: EventTable): readonly [EventTable, EventTable] {
  const middle = Math.ceil(rows.length / 2);
  const offsetMs = rows[middle]?.[1] ?? 0;
  const later = rows
    .slice(middle)
    .map(([outcome, laterMs, ...rest]): EventRow => [outcome, laterMs - offsetMs, ...rest]);
  const laterId = tableEventId(id, middle, uuidV7Time(id) + offsetMs) ?? id;
  return [
    { id, outcomes, rows: rows.slice(0, middle) },
    { id: laterId, outcomes, rows: later },
  ];
}
