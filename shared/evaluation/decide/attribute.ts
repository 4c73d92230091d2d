import type { EvaluationContext } from '../../model/evaluation-context.ts';
import type { JsonValue } from '../../model/json.ts';
import { isRecord } from '../../model/type-guards.ts';

/** How an attribute is looked up in a context. Made once, when a condition is compiled. */
export interface AttributePath {
  readonly name: string;
  /** The name split at its dots; empty if it has none. */
  readonly parts: readonly string[];
  /** Own members of the context that count if the attribute itself is absent. */
  readonly standIns: readonly string[];
  /** No dots and no stand-ins: only the member of this name can be the attribute. */
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
  const name = internalized(attribute);
  const parts = name.includes('.') ? name.split('.').map(internalized) : NONE;
  const standIns = STAND_INS.get(name) ?? NONE;
  return { name, parts, standIns, simple: parts.length === 0 && standIns.length === 0 };
}

/** The attribute's value; `undefined` if it is absent. `null` counts as absent. Inherited members are ignored. */
export function readAttribute(path: AttributePath, context: EvaluationContext): JsonValue | undefined {
  const exact = context[path.name];
  if (exact !== undefined && exact !== null && Object.hasOwn(context, path.name)) return exact;
  return path.simple ? undefined : readAlternative(path, context);
}

const TARGETING_KEY_PATH = attributePath(TARGETING_KEY);

/** The targeting key of a context, stand-ins included. */
export function readTargetingKey(context: EvaluationContext): JsonValue | undefined {
  return readAttribute(TARGETING_KEY_PATH, context);
}

function readAlternative(path: AttributePath, context: EvaluationContext): JsonValue | undefined {
  for (const name of path.standIns) {
    const value = ownMember(context, name);
    if (value !== undefined) return value;
  }
  return path.parts.length === 0 ? undefined : readNested(path.parts, context);
}

function readNested(parts: readonly string[], context: EvaluationContext): JsonValue | undefined {
  let found: JsonValue | undefined;
  let parent: EvaluationContext = context;
  for (const part of parts) {
    found = ownMember(parent, part);
    parent = isRecord(found) ? found : NO_MEMBERS;
  }
  return found;
}

const NO_MEMBERS: EvaluationContext = Object.freeze({});

function ownMember(parent: EvaluationContext, name: string): JsonValue | undefined {
  return Object.hasOwn(parent, name) ? (parent[name] ?? undefined) : undefined;
}

/**
 * The same string, internalized by the engine as a property name. A string out of parsed JSON is not, and the engine would
 * search for it in its table of names at each look-up.
 */
function internalized(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
