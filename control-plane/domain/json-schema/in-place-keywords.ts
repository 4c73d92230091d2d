import { isJsonArray, type JsonValue } from '../../../shared/model/json.ts';
import { isSchemaObject } from './subschemas.ts';
import type { KeywordCheck } from './validation.ts';

const schemasOf = (demand: JsonValue): readonly JsonValue[] => (isJsonArray(demand) ? demand : []);

const allOf: KeywordCheck = (demand, value, { validation, place }) => {
  let result = true;
  for (const schema of schemasOf(demand)) {
    if (validation.isValid(schema, value, place)) continue;
    if (validation.isSilent()) return false;
    result = false;
  }
  return result;
};

const anyOf: KeywordCheck = (demand, value, { validation, place }) =>
  schemasOf(demand).some((schema) => validation.wouldBeValid(schema, value, place)) ||
  validation.fail(place, 'must match at least one of the schemas of "anyOf"');

const oneOf: KeywordCheck = (demand, value, { validation, place }) => {
  const matching = schemasOf(demand).flatMap((schema, index) =>
    validation.wouldBeValid(schema, value, place) ? index : [],
  );
  if (matching.length === 1) return true;
  const found = matching.length === 0 ? 'none' : matching.slice(0, 10).join(', ');
  return validation.fail(place, `must match exactly one of the schemas of "oneOf", and matches ${found}`);
};

const not: KeywordCheck = (demand, value, { validation, place }) =>
  !validation.wouldBeValid(demand, value, place) ||
  validation.fail(place, 'must not match the schema of "not"');

const conditional: KeywordCheck = (demand, value, { validation, schema, place }) => {
  const branch = validation.wouldBeValid(demand, value, place) ? schema.then : schema.else;
  return branch === undefined || validation.isValid(branch, value, place);
};

const reference: KeywordCheck = (demand, value, { validation, place }) =>
  typeof demand !== 'string' || validation.isValid(validation.schemaAt(demand), value, place);

const dependentSchemas: KeywordCheck = (demand, value, { validation, place }) => {
  if (!isSchemaObject(value) || !isSchemaObject(demand)) return true;
  let result = true;
  for (const [name, schema] of Object.entries(demand)) {
    validation.meter.spend(1);
    if (Object.hasOwn(value, name) && !validation.isValid(schema, value, place)) result = false;
  }
  return result;
};

/** Keywords that apply schemas to the same value. */
export const IN_PLACE_KEYWORDS: readonly (readonly [string, KeywordCheck])[] = [
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', conditional],
  ['$ref', reference],
  ['dependentSchemas', dependentSchemas],
];
