import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts';
import type { CodeUnits } from './code-units.ts';

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;

/**
 * Writes a context as a text that is the same for contexts that mean the same: members in the order of their names,
 * at every level. Arrays keep their order, which evaluation may depend on. Texts stand behind their length, which
 * makes two contexts never read alike and, unlike quoting, looks at no character. Depth is bounded where contexts
 * are read.
 */
export type PutCanonical = (target: CodeUnits, context: EvaluationContext) => void;

export function createPutCanonical(): PutCanonical {
  const inOrder = createOrder();
  return (target, context) => putMembers(target, context, inOrder(Object.keys(context)));
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

function putMembers(
  target: CodeUnits,
  object: EvaluationContext | JsonObject,
  names: readonly string[],
): void {
  target.putUnit(OPEN_BRACE);
  target.put(String(names.length));
  for (const name of names) {
    target.putUnit(COMMA);
    putText(target, name);
    putValue(target, object[name]);
  }
}

function putText(target: CodeUnits, text: string): void {
  target.put(String(text.length));
  target.putUnit(COLON);
  target.put(text);
}

function putValue(target: CodeUnits, value: JsonValue | undefined): void {
  switch (typeof value) {
    case 'string':
      target.putUnit(QUOTE);
      putText(target, value);
      return;
    case 'object':
      if (value === null) target.put('null');
      else if (isArray(value)) putArray(target, value);
      else putMembers(target, value, Object.keys(value).sort());
      return;
    default:
      // Not as JSON has it: a number too large for a double is infinite, which is not absent.
      target.putUnit(EQUALS);
      target.put(String(value));
      target.putUnit(SEMICOLON);
  }
}

function putArray(target: CodeUnits, array: readonly JsonValue[]): void {
  target.putUnit(OPEN_BRACKET);
  target.put(String(array.length));
  for (const value of array) {
    target.putUnit(COMMA);
    putValue(target, value);
  }
}

function isArray(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
