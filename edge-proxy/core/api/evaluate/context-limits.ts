import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts';

/** Levels of objects and arrays in a context, the context itself included. */
export const MAX_CONTEXT_DEPTH = 16;
/** Attributes, members and entries of a context, at all levels together. */
export const MAX_CONTEXT_VALUES = 5_000;

/** What is wrong with a context's shape, or `undefined`. A flat context of few attributes costs one short loop. */
export function contextFault(context: JsonObject): string | undefined {
  const budget = { left: MAX_CONTEXT_VALUES };
  const depth = overrun(context, 1, budget);
  if (depth === 'depth') return `"context" is nested deeper than ${MAX_CONTEXT_DEPTH} levels.`;
  if (depth === 'size') return `"context" has more than ${MAX_CONTEXT_VALUES} values.`;
  return undefined;
}

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
