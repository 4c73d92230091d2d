/** A value is cut after so many characters. */
const SHOWN_CHARACTERS = 300;

/** A value of JSON as one line of text; `nothing` if there is none. */
export function valueText(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** Keys with commas; `none` if there are none. */
export function keysText(keys: unknown): string {
  if (!Array.isArray(keys)) return valueText(keys);
  return keys.length === 0 ? 'none' : keys.map(String).join(', ');
}
