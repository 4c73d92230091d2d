import type { EvaluationContext } from '../../../shared/evaluation/context.ts';
import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';

/**
 * A context as a text that is the same for contexts that mean the same: members in the order of their names, at
 * every level. Arrays keep their order, which evaluation may depend on. Texts stand behind their length, which
 * makes two contexts never read alike and, unlike quoting, looks at no character. Depth is bounded where contexts
 * are read.
 */
export function canonicalText(context: EvaluationContext): string {
  return ofObject(context);
}

function ofObject(object: EvaluationContext | JsonObject): string {
  const names = Object.keys(object);
  if (names.length > 1) names.sort();
  let text = `{${names.length}`;
  for (const name of names) text += `,${name.length}:${name}${ofValue(object[name])}`;
  return text;
}

function ofValue(value: JsonValue | undefined): string {
  switch (typeof value) {
    case 'string':
      return `"${value.length}:${value}`;
    case 'object':
      if (value === null) return 'null';
      return isArray(value) ? ofArray(value) : ofObject(value);
    default:
      // Not as JSON has it: a number too large for a double is infinite, which is not absent.
      return `=${value};`;
  }
}

function ofArray(array: readonly JsonValue[]): string {
  let text = `[${array.length}`;
  for (const value of array) text += `,${ofValue(value)}`;
  return text;
}

function isArray(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
