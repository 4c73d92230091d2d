import { exceededJsonLimit, type JsonTextLimit } from '../model/json-text.ts';
import { expandEvents } from './event-table.ts';
import { type BatchTextLimits, EVENT_LIMITS } from './limits.ts';
import { utf8Length } from './utf8-length.ts';

/** Why a text is no batch of events. */
export type BatchFault =
  | 'not_json'
  | 'not_a_batch'
  | 'too_large'
  | 'too_deep'
  | 'too_many_values'
  | 'too_many_events';

export type ParsedBatch = { readonly events: readonly unknown[] } | { readonly fault: BatchFault };

const FAULTS: Readonly<Record<JsonTextLimit, BatchFault>> = {
  depth: 'too_deep',
  containers: 'too_many_values',
  values: 'too_many_values',
};

/**
 * The events of a batch as text, a list or a table. They are not checked yet.
 *
 * @param batchOf returns the batch, if it is one member of the parsed text
 */
export function parseEventBatch(
  text: string,
  limits: BatchTextLimits,
  batchOf: (parsed: unknown) => unknown = (parsed) => parsed,
): ParsedBatch {
  if (utf8Length(text) > limits.bytes) return { fault: 'too_large' };
  const exceeded = exceededJsonLimit(text, limits);
  if (exceeded !== null) return { fault: FAULTS[exceeded] };
  const parsed = parseJson(text);
  if (parsed === undefined) return { fault: 'not_json' };
  const events = expandEvents(batchOf(parsed));
  if (events === undefined) return { fault: 'not_a_batch' };
  return events.length > EVENT_LIMITS.batchEvents ? { fault: 'too_many_events' } : { events };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
