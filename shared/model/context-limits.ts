import { isJsonArray, type JsonObject, type JsonValue } from './json.ts';

/** Levels of objects and arrays in a context, the context itself included. */
export const MAX_CONTEXT_DEPTH = 16;
/** Attributes, members and entries of a context, at all levels together. */
export const MAX_CONTEXT_VALUES = 5_000;
/** Elements of one array. A condition on an array compares all of them. */
export const MAX_CONTEXT_ELEMENTS = 500;
/** The length of one text, in UTF-16 code units. Conditions search texts and parse them. */
export const MAX_CONTEXT_TEXT = 8_192;

/** What is wrong with a context's shape, or `undefined`. A flat context of few attributes costs one short loop. */
export function contextFault(context: JsonObject): string | undefined {
  const walk: Walk = { valuesLeft: MAX_CONTEXT_VALUES, path: [] };
  const fault = faultOf(context, 1, walk);
  return fault === undefined ? undefined : `"${pathOf(walk)}" ${fault}.`;
}

interface Walk {
  valuesLeft: number;
  /** The names and indexes that lead to a fault, the last one first. */
  readonly path: (string | number)[];
}

const TOO_DEEP = `is nested deeper than ${MAX_CONTEXT_DEPTH} levels`;
const TOO_MANY_VALUES = `has more than ${MAX_CONTEXT_VALUES} values`;

/** Recursion is bounded by {@link MAX_CONTEXT_DEPTH}, so no context can exhaust the stack. */
function faultOf(value: JsonObject | readonly JsonValue[], depth: number, walk: Walk): string | undefined {
  if (depth > MAX_CONTEXT_DEPTH) return TOO_DEEP;
  return isJsonArray(value) ? faultOfArray(value, depth, walk) : faultOfObject(value, depth, walk);
}

function faultOfArray(elements: readonly JsonValue[], depth: number, walk: Walk): string | undefined {
  walk.valuesLeft -= elements.length;
  if (walk.valuesLeft < 0) return TOO_MANY_VALUES;
  if (elements.length > MAX_CONTEXT_ELEMENTS) {
    return `has ${elements.length} elements; an array may have at most ${MAX_CONTEXT_ELEMENTS}`;
  }
  for (let index = 0; index < elements.length; index++) {
    const fault = faultOfMember(elements[index], index, depth, walk);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfObject(object: JsonObject, depth: number, walk: Walk): string | undefined {
  const names = Object.keys(object);
  walk.valuesLeft -= names.length;
  if (walk.valuesLeft < 0) return TOO_MANY_VALUES;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const fault = faultOfMember(object[name], name, depth, walk);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfMember(
  value: JsonValue | undefined,
  name: string | number,
  depth: number,
  walk: Walk,
): string | undefined {
  let fault: string | undefined;
  if (typeof value === 'string') {
    if (value.length <= MAX_CONTEXT_TEXT) return undefined;
    fault = `has ${value.length} UTF-16 code units; a text may have at most ${MAX_CONTEXT_TEXT}`;
  } else {
    if (typeof value !== 'object' || value === null) return undefined;
    fault = faultOf(value, depth + 1, walk);
  }
  // The number of all values, and the depth, are matters of the whole context.
  if (fault !== undefined && fault !== TOO_DEEP && fault !== TOO_MANY_VALUES) walk.path.push(name);
  return fault;
}

/** `context.roles[3]`; long names are cut. */
function pathOf({ path }: Walk): string {
  return path.reduceRight<string>(
    (text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${step.slice(0, 100)}`),
    'context',
  );
}
