import type { EvaluationContext } from '../model/evaluation-context.ts';
import { isJsonArray, type JsonObject, type JsonValue } from '../model/json.ts';

/** The attributes that name the user, in order of precedence. */
const IDENTITY_ATTRIBUTES = ['targetingKey', 'userId', 'key'] as const;

/** The part of an evaluation context that may leave the edge. */
export interface RedactedContext {
  readonly userId: string | null;
  readonly context: JsonObject;
}

/**
 * A copy of an evaluation context without its private attributes. The context itself does not change.
 *
 * A path is the name of a top-level attribute, or a dotted path into objects. If both exist, both are removed. A path through
 * an array applies to each element. If a path is an attribute that names the user (`targetingKey`, `userId`, `key`) and the
 * user is that value, the event has no user.
 */
export function redactContext(context: EvaluationContext, privatePaths: readonly string[]): RedactedContext {
  const whole = definedMembers(context);
  const identity = identityOf(whole);
  let rest = whole;
  for (const path of privatePaths) rest = removePath(rest, path.split('.'));
  if (identity === null || !isIdentityPrivate(whole, identity.value, privatePaths)) {
    return { userId: identity === null ? null : String(identity.value), context: rest };
  }
  const anonymous = Object.entries(rest).filter(
    ([name, value]) => !(isIdentityAttribute(name) && value === identity.value),
  );
  return { userId: null, context: Object.fromEntries(anonymous) };
}

/** The user that a context names; `null` if it names none. */
export function userIdOf(context: Readonly<Record<string, unknown>>): string | null {
  const identity = identityOf(context);
  return identity === null ? null : String(identity.value);
}

function definedMembers(context: EvaluationContext): JsonObject {
  const members: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(context)) if (value !== undefined) members.push([name, value]);
  return Object.fromEntries(members);
}

function identityOf(context: Readonly<Record<string, unknown>>): { readonly value: string | number } | null {
  for (const name of IDENTITY_ATTRIBUTES) {
    if (!Object.hasOwn(context, name)) continue;
    const value = context[name];
    if (typeof value === 'string' && value !== '') return { value };
    return typeof value === 'number' && Number.isSafeInteger(value) ? { value } : null;
  }
  return null;
}

function isIdentityPrivate(
  context: JsonObject,
  identity: string | number,
  privatePaths: readonly string[],
): boolean {
  return privatePaths.some(
    (path) => isIdentityAttribute(path) && (!Object.hasOwn(context, path) || context[path] === identity),
  );
}

export function isIdentityAttribute(name: string): boolean {
  return IDENTITY_ATTRIBUTES.some((attribute) => attribute === name);
}

/** Removes every reading of the path: `a.b.c` may be `a.b.c`, `a.b` → `c`, `a` → `b.c`, or `a` → `b` → `c`. */
function removePath(object: JsonObject, names: readonly string[]): JsonObject {
  let result = object;
  for (let length = 1; length <= names.length; length += 1) {
    const name = names.slice(0, length).join('.');
    if (!Object.hasOwn(result, name)) continue;
    if (length === names.length) {
      result = Object.fromEntries(Object.entries(result).filter(([key]) => key !== name));
      continue;
    }
    const value = result[name];
    if (value === undefined) continue;
    const rest = removeInside(value, names.slice(length));
    if (rest !== value) result = replaceMember(result, name, rest);
  }
  return result;
}

function removeInside(value: JsonValue, names: readonly string[]): JsonValue {
  if (isJsonArray(value)) {
    const elements = value.map((element) => removeInside(element, names));
    return elements.every((element, index) => element === value[index]) ? value : elements;
  }
  return typeof value === 'object' && value !== null ? removePath(value, names) : value;
}

/** Without spread or assignment: parsed JSON may have a member called `__proto__`. */
function replaceMember(object: JsonObject, name: string, value: JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [key, key === name ? value : member]),
  );
}
