import type { JsonObject } from '../model/json.ts';
import type { ResolutionReason } from '../model/resolution.ts';
import { isRecord } from '../model/type-guards.ts';
import { EVENT_LIMITS } from './limits.ts';
import { userIdOf } from './redact-context.ts';
import { isUuidV7, uuidV7Time } from './uuid-v7.ts';

/**
 * Events of one edge as they travel: what many of them have in common is said once, and ids follow from the first.
 * A quarter of the bytes of the same events one by one, and hardly any work to write.
 */
export interface EventTable {
  /** Of the first event, and so the moment that the others are counted from. */
  readonly id: string;
  readonly outcomes: readonly EventOutcome[];
  readonly rows: readonly EventRow[];
}

/** What was served, and where. */
export interface EventOutcome {
  readonly environmentId: string;
  readonly flagKey: string;
  readonly variationKey: string | null;
  readonly reason: ResolutionReason;
}

/**
 * One event: which outcome, how many milliseconds after the first event (a clock may be set back: then less than 0), the
 * redacted context, and the user, which is left out where it is the one that the context names.
 */
export type EventRow = readonly [
  outcome: number,
  laterMs: number,
  context: JsonObject,
  userId?: string | null,
];

/** Ids of one table count in these bits: 12 of `rand_a`, 14 of `rand_b`. The 48 that are left tell tables apart. */
const COUNTER_RANGE = 2 ** 26;
const LATEST_MS = 2 ** 48;

/**
 * The id of a table's event by its place: the first one's with the event's own time and a counter that is higher by as
 * much (RFC 9562 section 6.2, method 1). `undefined` for a time that no UUIDv7 has.
 *
 * @param first the id of the table's first event
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
 * The events of a batch that came from outside, whether one by one or as a table, to be checked each by itself: a row
 * that is none becomes an event that is none. `undefined` where it is neither.
 */
export function expandEvents(batch: unknown): readonly unknown[] | undefined {
  if (Array.isArray(batch)) return batch;
  if (
    typeof batch !== 'object' ||
    batch === null ||
    !('rows' in batch && 'outcomes' in batch && 'id' in batch)
  ) {
    return undefined;
  }
  const { id, outcomes, rows } = batch;
  if (typeof id !== 'string' || !isUuidV7(id) || !Array.isArray(outcomes) || !Array.isArray(rows))
    return undefined;
  // Whoever counts them refuses them: nothing is made of a million rows of three bytes.
  if (rows.length > EVENT_LIMITS.batchEvents) return rows;
  const startMs = uuidV7Time(id);
  return rows.map((row: unknown, index) =>
    Array.isArray(row) ? eventOf(row, index, id, startMs, outcomes) : row,
  );
}

function eventOf(
  row: readonly unknown[],
  index: number,
  first: string,
  startMs: number,
  outcomes: readonly unknown[],
): unknown {
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

/** Both halves of a table of more than one event; every event keeps its id. */
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
