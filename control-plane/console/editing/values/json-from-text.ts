import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts';

/** The value of a JSON text, or what is wrong with the text. */
export type JsonFromText = { readonly value: JsonValue } | { readonly fault: string };

export function jsonFromText(text: string): JsonFromText {
  if (text.trim() === '') return { fault: 'This is empty' };
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch (error) {
    return { fault: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}` };
  }
}

/** Whether a JSON value is an object: not an array, not null. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as JSON has it. */
export function jsonCopy(value: object): JsonValue {
  const copy: JsonValue = JSON.parse(JSON.stringify(value));
  return copy;
}
