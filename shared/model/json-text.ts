/** What a JSON text may hold, counted before anything is built from it. */
export interface JsonTextLimits {
  /** Levels of objects and arrays. */
  readonly depth: number;
  /** Objects and arrays. */
  readonly containers: number;
  /** Values of any kind, the objects and arrays included. */
  readonly values: number;
}

export type JsonTextLimit = keyof JsonTextLimits;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * The first limit that a text exceeds; `null` if none. Reads the text once and builds nothing. Whether the text is JSON
 * is not checked: of a valid text, the values are counted exactly or, if it has empty objects or arrays, too high.
 */
export function exceededJsonLimit(text: string, limits: JsonTextLimits): JsonTextLimit | null {
  let depth = 0;
  let containers = 0;
  let values = 1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfJsonString(text, index);
      if (index < 0) return null;
    } else if (code === COMMA) {
      values += 1;
      if (values > limits.values) return 'values';
    } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      containers += 1;
      values += 1;
      if (depth > limits.depth) return 'depth';
      if (containers > limits.containers) return 'containers';
      if (values > limits.values) return 'values';
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
  }
  return null;
}

/** The index of the quote that closes the string whose opening quote is at `start`; -1 if there is none. */
export function endOfJsonString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}
