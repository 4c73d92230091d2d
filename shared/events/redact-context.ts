import type { EvaluationContext } from '../model/evaluation-context.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';

/** The names of who asks; one stands in for another where that one is absent. */
const IDENTITY_ATTRIBUTES = ['targetingKey', 'userId', 'key'] as const;

/** What may leave the edge of an evaluation context. */
export interface RedactedContext {
  readonly userId: string | null;
  readonly context: JsonObject;
}

/**
 * Takes the private attributes out of an evaluation context, which itself stays as it is.
 *
 * A path names a top-level attribute, or reaches into objects with dots; where both readings exist both are
 * taken out, and a path through an array takes it out of every element. Naming an attribute that stands for
 * the user (`targetingKey`, `userId`, `key`) also empties the event's user where it is that value.
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

/** The user that a context names, as an event has it; `null` where it names none. */
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

/** Every way to read the path counts: `a.b.c` may be `a.b.c`, `a.b` → `c`, `a` → `b.c`, or `a` → `b` → `c`. */
function removePath(object: JsonObject, segments: readonly string[]): JsonObject {
  let result = object;
  for (let length = 1; length <= segments.length; length += 1) {
    const name = segments.slice(0, length).join('.');
    if (!Object.hasOwn(result, name)) continue;
    if (length === segments.length) {
      result = Object.fromEntries(Object.entries(result).filter(([key]) => key !== name));
      continue;
    }
    const value = result[name];
    if (value === undefined) continue;
    const rest = removeInside(value, segments.slice(length));
    if (rest !== value) result = replaceMember(result, name, rest);
  }
  return result;
}

function removeInside(value: JsonValue, segments: readonly string[]): JsonValue {
  if (isArray(value)) {
    const elements = value.map((element) => removeInside(element, segments));
    return elements.every((element, index) => element === value[index]) ? value : elements;
  }
  return typeof value === 'object' && value !== null ? removePath(value, segments) : value;
}

/** Not by spreading or assignment: `__proto__` may be a member of what JSON.parse made. */
function replaceMember(object: JsonObject, name: string, value: JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [key, key === name ? value : member]),
  );
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
