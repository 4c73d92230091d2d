import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import { isJsonArray, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts';
import type { CodeUnitBuffer } from './code-unit-buffer.ts';

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;

/**
 * Writes a context as a text that is the same for contexts that mean the same: members in the order of their names, at
 * every level. Arrays keep their order, which evaluation may depend on. The length of a text precedes it, so the texts
 * of two different contexts are never equal and, unlike quoting, looks at no character. Depth is bounded when contexts
 * are read.
 */
export type CanonicalWriter = (target: CodeUnitBuffer, context: EvaluationContext) => void;

export function createCanonicalWriter(): CanonicalWriter {
  const inOrder = createOrder();
  return (target, context) => writeMembers(target, context, inOrder(Object.keys(context)));
}

/** Contexts of one application have the same names in the same order: sorting them again would take a third of the time. */
function createOrder(): (names: readonly string[]) => readonly string[] {
  let last: readonly string[] = [];
  let lastSorted: readonly string[] = [];
  return (names) => {
    const { length } = names;
    let index = 0;
    while (index < length && names[index] === last[index]) index += 1;
    if (index < length || last.length !== length) {
      last = names;
      lastSorted = [...names].sort();
    }
    return lastSorted;
  };
}

function writeMembers(
  target: CodeUnitBuffer,
  object: EvaluationContext | JsonObject,
  names: readonly string[],
): void {
  target.appendUnit(OPEN_BRACE);
  target.append(String(names.length));
  for (const name of names) {
    target.appendUnit(COMMA);
    writeText(target, name);
    writeValue(target, object[name]);
  }
}

function writeText(target: CodeUnitBuffer, text: string): void {
  target.append(String(text.length));
  target.appendUnit(COLON);
  target.append(text);
}

function writeValue(target: CodeUnitBuffer, value: JsonValue | undefined): void {
  switch (typeof value) {
    case 'string':
      target.appendUnit(QUOTE);
      writeText(target, value);
      return;
    case 'object':
      if (value === null) target.append('null');
      else if (isJsonArray(value)) writeArray(target, value);
      else writeMembers(target, value, Object.keys(value).sort());
      return;
    default:
      // Not as JSON has it: a number too large for a double is infinite, which is not absent.
      target.appendUnit(EQUALS);
      target.append(String(value));
      target.appendUnit(SEMICOLON);
  }
}

function writeArray(target: CodeUnitBuffer, array: readonly JsonValue[]): void {
  target.appendUnit(OPEN_BRACKET);
  target.append(String(array.length));
  for (const value of array) {
    target.appendUnit(COMMA);
    writeValue(target, value);
  }
}
