import { redactContext } from '../../../shared/events/redact-context.ts';
import { isJsonArray, type JsonObject, type JsonValue } from '../../../shared/model/json.ts';
import { LIMITS } from '../../model/limits.ts';

/** Attributes that are told, those that were seen most often. */
export const MAX_ATTRIBUTES = 200;
/** Values of an attribute that are told, those that were seen most often. */
export const MAX_VALUES = 50;
/** Attributes, and values of one attribute, that are counted: those that come first in the sample. */
const COUNTED_ATTRIBUTES = 1_000;
const COUNTED_VALUES = 500;
/** Characters of a value. Longer ones are counted as other values. */
export const MAX_VALUE_LENGTH = 256;

type SeenType = 'string' | 'number' | 'boolean';

export interface SeenValue {
  readonly value: string | number | boolean;
  /** The number of contexts that have it. */
  readonly contexts: number;
}

/** An attribute of contexts: a top-level name, or a path into objects such as `address.city`. */
export interface SeenAttribute {
  readonly name: string;
  readonly types: readonly SeenType[];
  /** The number of contexts that have it. */
  readonly contexts: number;
  readonly values: readonly SeenValue[];
  /** Whether values were seen that are not told. */
  readonly hasOtherValues: boolean;
}

export interface SeenAttributes {
  readonly attributes: readonly SeenAttribute[];
  /** Whether attributes were seen that are not told. */
  readonly hasOtherAttributes: boolean;
}

interface Counted {
  contexts: number;
  hasOtherValues: boolean;
  readonly types: Set<SeenType>;
  readonly values: Map<string | number | boolean, number>;
}

/** The attributes of contexts that are not private, with their values. What was seen most often comes first. */
export function attributesOfContexts(
  contexts: readonly JsonObject[],
  privateAttributes: readonly string[],
): SeenAttributes {
  const counted = new Map<string, Counted>();
  let hasOthers = false;
  for (const context of contexts) {
    const values = new Map<string, Set<string | number | boolean>>();
    collect(redactContext(context, privateAttributes).context, '', values);
    for (const [name, seen] of values) {
      const known = counted.get(name);
      if (known === undefined && counted.size >= COUNTED_ATTRIBUTES) hasOthers = true;
      else counted.set(name, count(known ?? newCount(), seen));
    }
  }
  const attributes = [...counted]
    .sort(([one, { contexts: many }], [other, { contexts: more }]) => more - many || (one < other ? -1 : 1))
    .slice(0, MAX_ATTRIBUTES)
    .map(([name, each]) => toAttribute(name, each));
  return { attributes, hasOtherAttributes: hasOthers || counted.size > MAX_ATTRIBUTES };
}

const newCount = (): Counted => ({
  contexts: 0,
  hasOtherValues: false,
  types: new Set(),
  values: new Map(),
});

function count(counted: Counted, seen: ReadonlySet<string | number | boolean>): Counted {
  counted.contexts += 1;
  for (const value of seen) {
    counted.types.add(typeOf(value));
    const isLong = typeof value === 'string' && value.length > MAX_VALUE_LENGTH;
    const known = counted.values.get(value);
    if (isLong || (known === undefined && counted.values.size >= COUNTED_VALUES))
      counted.hasOtherValues = true;
    else counted.values.set(value, (known ?? 0) + 1);
  }
  return counted;
}

function typeOf(value: string | number | boolean): SeenType {
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/** The values of each path into an object. The elements of an array are values of its path. */
function collect(
  object: JsonObject,
  prefix: string,
  values: Map<string, Set<string | number | boolean>>,
): void {
  for (const [name, value] of Object.entries(object)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (path.length <= LIMITS.attribute) collectValue(value, path, values);
  }
}

function collectValue(
  value: JsonValue,
  path: string,
  values: Map<string, Set<string | number | boolean>>,
): void {
  if (value === null) return;
  if (isJsonArray(value)) {
    // Paths do not lead into arrays.
    for (const element of value) if (typeof element !== 'object') collectValue(element, path, values);
  } else if (typeof value === 'object') collect(value, path, values);
  else values.set(path, (values.get(path) ?? new Set<string | number | boolean>()).add(value));
}

function toAttribute(name: string, { contexts, types, values, hasOtherValues }: Counted): SeenAttribute {
  const seen = [...values]
    .sort(([one, many], [other, more]) => more - many || (String(one) < String(other) ? -1 : 1))
    .slice(0, MAX_VALUES)
    .map(([value, times]) => ({ value, contexts: times }));
  return {
    name,
    types: [...types].sort(),
    contexts,
    values: seen,
    hasOtherValues: hasOtherValues || values.size > MAX_VALUES,
  };
}
