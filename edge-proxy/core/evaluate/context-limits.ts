import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';

/** Levels of objects and arrays in a context, the context itself included. */
export const MAX_CONTEXT_DEPTH = 16;
/** Attributes, members and entries of a context, at all levels together. */
export const MAX_CONTEXT_VALUES = 5_000;

/** What is wrong with a context's shape, or `undefined`. A flat context of few attributes costs one short loop. */
export function contextFault(context: JsonObject): string | undefined {
  let values = 0;
  let isFlat = true;
  for (const name in context) {
    values += 1;
    if (typeof context[name] === 'object' && context[name] !== null) isFlat = false;
  }
  if (isFlat) return values > MAX_CONTEXT_VALUES ? TOO_MANY : undefined;
  const fault = overrun(context, 1, { left: MAX_CONTEXT_VALUES });
  if (fault === 'depth') return `"context" is nested deeper than ${MAX_CONTEXT_DEPTH} levels.`;
  return fault === 'size' ? TOO_MANY : undefined;
}

const TOO_MANY = `"context" has more than ${MAX_CONTEXT_VALUES} values.`;

/** Recursion is bounded by {@link MAX_CONTEXT_DEPTH}, so no context can exhaust the stack. */
function overrun(
  value: JsonObject | readonly JsonValue[],
  depth: number,
  budget: { left: number },
): 'depth' | 'size' | undefined {
  if (depth > MAX_CONTEXT_DEPTH) return 'depth';
  const entries = isArray(value) ? value : Object.values(value);
  budget.left -= entries.length;
  if (budget.left < 0) return 'size';
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue;
    const found = overrun(entry, depth + 1, budget);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isArray(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
