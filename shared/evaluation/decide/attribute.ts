import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { JsonValue } from '../../model/json.ts';
import { isRecord } from '../../model/type-guards.ts';

/** Where in a context an attribute is looked for: made once, when a condition is compiled. */
export interface AttributePath {
  readonly name: string;
  /** The name split at its dots; empty where it has none. */
  readonly parts: readonly string[];
  /** Own members of the context that count where the attribute itself is absent. */
  readonly standIns: readonly string[];
  /** Neither dots nor stand-ins: the member of this name, or nothing. */
  readonly simple: boolean;
}

const NONE: readonly string[] = [];

const STAND_INS: ReadonlyMap<string, readonly string[]> = new Map([
  ['targetingKey', ['userId', 'key']],
  ['userId', ['targetingKey']],
  ['key', ['targetingKey']],
]);

export const TARGETING_KEY = 'targetingKey';

export function attributePath(attribute: string): AttributePath {
  const name = asPropertyName(attribute);
  const parts = name.includes('.') ? name.split('.').map(asPropertyName) : NONE;
  const standIns = STAND_INS.get(name) ?? NONE;
  return { name, parts, standIns, simple: parts.length === 0 && standIns.length === 0 };
}

/** The attribute's value; `undefined` where it is absent. `null` counts as absent. Only own members are seen. */
export function readAttribute(path: AttributePath, context: EvaluationContext): JsonValue | undefined {
  const exact = context[path.name];
  if (exact !== undefined && exact !== null && Object.hasOwn(context, path.name)) return exact;
  return path.simple ? undefined : readElsewhere(path, context);
}

const TARGETING_KEY_PATH = attributePath(TARGETING_KEY);

/** The targeting key of a context, stand-ins included. */
export function readTargetingKey(context: EvaluationContext): JsonValue | undefined {
  return readAttribute(TARGETING_KEY_PATH, context);
}

function readElsewhere(path: AttributePath, context: EvaluationContext): JsonValue | undefined {
  for (const name of path.standIns) {
    const value = ownMember(context, name);
    if (value !== undefined) return value;
  }
  return path.parts.length === 0 ? undefined : readNested(path.parts, context);
}

function readNested(parts: readonly string[], context: EvaluationContext): JsonValue | undefined {
  let found: JsonValue | undefined;
  let holder: EvaluationContext = context;
  for (const part of parts) {
    found = ownMember(holder, part);
    holder = isRecord(found) ? found : NOTHING;
  }
  return found;
}

const NOTHING: EvaluationContext = Object.freeze({});

function ownMember(holder: EvaluationContext, name: string): JsonValue | undefined {
  return Object.hasOwn(holder, name) ? (holder[name] ?? undefined) : undefined;
}

/**
 * The same text as the engine's own copy of a property name. Texts out of parsed JSON are not, and would be
 * searched in the engine's table of names at each look-up.
 */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
