import type { JsonValue } from '../../../shared/model/json.ts';

/** The value of a JSON text; `undefined` if the text is not JSON. */
export function tryParseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
