import type { JsonObject, JsonValue } from '../../../../../shared/model/json.ts';
import { isJsonObject } from '../../../editing/values/json-from-text.ts';

/**
 * A context in which an attribute has a value. A name with dots is a path into objects, unless the context has a member of that name.
 */
export function withContextValue(context: JsonObject, name: string, value: JsonValue): JsonObject {
  const [first = '', ...rest] = name.split('.');
  if (rest.length === 0 || Object.hasOwn(context, name)) return { ...context, [name]: value };
  const inner = Object.hasOwn(context, first) ? (context[first] ?? {}) : {};
  return { ...context, [first]: withContextValue(isJsonObject(inner) ? inner : {}, rest.join('.'), value) };
}
