import { isJsonArray, type JsonObject, type JsonValue } from '../../../shared/model/json.ts';
import { shownJson } from './schema-fault.ts';
import { isSchemaObject } from './subschemas.ts';
import type { KeywordCheck, KeywordContext, Place } from './validation.ts';

const placeOf = (parent: Place, name: string): Place => ({ parent, name });

const objectOf = (value: JsonValue | undefined): JsonObject =>
  value !== undefined && isSchemaObject(value) ? value : {};

/** Checks each of these members. Without faults to report, the first that fails decides. */
function checkMembers(
  { validation }: KeywordContext,
  members: Iterable<readonly [string, JsonValue]>,
  isValid: (name: string, member: JsonValue) => boolean,
): boolean {
  let result = true;
  for (const [name, member] of members) {
    validation.meter.spend(1);
    if (isValid(name, member)) continue;
    if (validation.isSilent()) return false;
    result = false;
  }
  return result;
}

const properties: KeywordCheck = (demand, value, context) => {
  if (!isSchemaObject(value)) return true;
  const { validation, place } = context;
  return checkMembers(context, Object.entries(objectOf(demand)), (name, schema) => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    return member === undefined || validation.isValid(schema, member, placeOf(place, name));
  });
};

const patternProperties: KeywordCheck = (demand, value, context) => {
  if (!isSchemaObject(value)) return true;
  const { validation, place } = context;
  return checkMembers(context, Object.entries(objectOf(demand)), (pattern, schema) =>
    checkMembers(
      context,
      Object.entries(value),
      (name, member) =>
        !validation.matches(pattern, name) || validation.isValid(schema, member, placeOf(place, name)),
    ),
  );
};

/** The members that neither `properties` nor `patternProperties` name. */
const additionalProperties: KeywordCheck = (demand, value, context) => {
  if (!isSchemaObject(value)) return true;
  const { validation, schema, place } = context;
  const named = objectOf(schema.properties);
  const patterns = Object.keys(objectOf(schema.patternProperties));
  return checkMembers(context, Object.entries(value), (name, member) => {
    if (Object.hasOwn(named, name)) return true;
    if (patterns.some((pattern) => validation.matches(pattern, name))) return true;
    return validation.isValid(demand, member, placeOf(place, name));
  });
};

const propertyNames: KeywordCheck = (demand, value, context) => {
  if (!isSchemaObject(value)) return true;
  const { validation, place } = context;
  return checkMembers(
    context,
    Object.entries(value),
    (name) =>
      validation.wouldBeValid(demand, name, place) ||
      validation.fail(placeOf(place, name), 'has a name that "propertyNames" does not allow'),
  );
};

const required: KeywordCheck = (demand, value, { validation, place }) =>
  !isSchemaObject(value) || hasMembers(validation, value, demand, place);

function hasMembers(
  validation: KeywordContext['validation'],
  value: JsonObject,
  names: JsonValue,
  place: Place,
): boolean {
  let result = true;
  for (const name of isJsonArray(names) ? names : []) {
    validation.meter.spend(1);
    if (typeof name !== 'string' || Object.hasOwn(value, name)) continue;
    result = validation.fail(place, `must have the member ${shownJson(name)}`);
    if (validation.isSilent()) return result;
  }
  return result;
}

const dependentRequired: KeywordCheck = (demand, value, context) => {
  if (!isSchemaObject(value)) return true;
  const { validation, place } = context;
  return checkMembers(
    context,
    Object.entries(objectOf(demand)),
    (name, names) => !Object.hasOwn(value, name) || hasMembers(validation, value, names, place),
  );
};

const onCounts =
  (holds: (count: number, demand: number) => boolean, text: string): KeywordCheck =>
  (demand, value, { validation, place }) => {
    if (!isSchemaObject(value) || typeof demand !== 'number') return true;
    const { length } = Object.keys(value);
    validation.meter.spend(length);
    return holds(length, demand) || validation.fail(place, `must have at ${text} ${demand} members`);
  };

/** Keywords about objects. */
export const OBJECT_KEYWORDS: readonly (readonly [string, KeywordCheck])[] = [
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['required', required],
  ['dependentRequired', dependentRequired],
  ['maxProperties', onCounts((count, demand) => count <= demand, 'most')],
  ['minProperties', onCounts((count, demand) => count >= demand, 'least')],
];
