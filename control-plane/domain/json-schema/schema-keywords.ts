import type { JsonValue } from '../../../shared/model/json.ts';
import { isRecord, isStringArray } from '../../../shared/model/type-guards.ts';

/** How a keyword holds schemas. */
export type SchemaHolder =
  /** One schema. */
  | 'one'
  /** A list of schemas. */
  | 'list'
  /** Schemas by name. */
  | 'map';

/** What a keyword means for the place of the value that its schemas are about. */
interface HolderKeyword {
  readonly holds: SchemaHolder;
  /** Whether the schemas are about the same value as the schema around them, not about a part of it. */
  readonly isInPlace: boolean;
}

/** The keywords of JSON Schema 2020-12 that hold schemas. */
export const HOLDER_KEYWORDS: ReadonlyMap<string, HolderKeyword> = new Map<string, HolderKeyword>([
  ['$defs', { holds: 'map', isInPlace: false }],
  ['definitions', { holds: 'map', isInPlace: false }],
  ['allOf', { holds: 'list', isInPlace: true }],
  ['anyOf', { holds: 'list', isInPlace: true }],
  ['oneOf', { holds: 'list', isInPlace: true }],
  ['not', { holds: 'one', isInPlace: true }],
  ['if', { holds: 'one', isInPlace: true }],
  ['then', { holds: 'one', isInPlace: true }],
  ['else', { holds: 'one', isInPlace: true }],
  ['dependentSchemas', { holds: 'map', isInPlace: true }],
  ['properties', { holds: 'map', isInPlace: false }],
  ['patternProperties', { holds: 'map', isInPlace: false }],
  ['additionalProperties', { holds: 'one', isInPlace: false }],
  ['propertyNames', { holds: 'one', isInPlace: false }],
  ['prefixItems', { holds: 'list', isInPlace: false }],
  ['items', { holds: 'one', isInPlace: false }],
  ['contains', { holds: 'one', isInPlace: false }],
]);

const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'] as const;

/** A demand on the value of a keyword. */
interface ValueKeyword {
  readonly isValid: (value: JsonValue) => boolean;
  /** What it must be, such as `a string`. */
  readonly must: string;
}

const isType = (value: JsonValue): boolean => TYPES.some((type) => type === value);
const isUniqueStrings = (value: unknown): boolean =>
  isStringArray(value) && new Set(value).size === value.length;

const string: ValueKeyword = { isValid: (value) => typeof value === 'string', must: 'a string' };
const boolean: ValueKeyword = { isValid: (value) => typeof value === 'boolean', must: 'true or false' };
const number: ValueKeyword = { isValid: (value) => typeof value === 'number', must: 'a number' };
const count: ValueKeyword = {
  isValid: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  must: 'an integer from 0',
};
const list: ValueKeyword = { isValid: (value) => Array.isArray(value), must: 'an array' };
const anything: ValueKeyword = { isValid: () => true, must: 'any value' };

/** The other keywords. Those that only annotate a schema are checked by nothing but their type. */
export const VALUE_KEYWORDS: ReadonlyMap<string, ValueKeyword> = new Map<string, ValueKeyword>([
  ['$ref', string],
  ['$comment', string],
  [
    'type',
    {
      isValid: (value) =>
        isType(value) ||
        (Array.isArray(value) && value.length > 0 && value.every(isType) && isUniqueStrings(value)),
      must: `one of ${TYPES.join(', ')}, or an array of them without repetitions`,
    },
  ],
  [
    'enum',
    { isValid: (value) => Array.isArray(value) && value.length > 0, must: 'an array of at least one value' },
  ],
  ['const', anything],
  ['multipleOf', { isValid: (value) => typeof value === 'number' && value > 0, must: 'a number above 0' }],
  ['maximum', number],
  ['exclusiveMaximum', number],
  ['minimum', number],
  ['exclusiveMinimum', number],
  ['maxLength', count],
  ['minLength', count],
  ['pattern', string],
  ['maxItems', count],
  ['minItems', count],
  ['uniqueItems', boolean],
  ['maxContains', count],
  ['minContains', count],
  ['maxProperties', count],
  ['minProperties', count],
  ['required', { isValid: isUniqueStrings, must: 'an array of names without repetitions' }],
  [
    'dependentRequired',
    {
      isValid: (value) => isRecord(value) && Object.values(value).every(isUniqueStrings),
      must: 'an object with arrays of names without repetitions',
    },
  ],
  ['title', string],
  ['description', string],
  ['default', anything],
  ['examples', list],
  ['deprecated', boolean],
  ['readOnly', boolean],
  ['writeOnly', boolean],
  ['format', string],
  ['contentEncoding', string],
  ['contentMediaType', string],
]);

/** Keywords of JSON Schema that are refused, and what to do in place of them. */
export const REFUSED_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['$anchor', 'is not supported; refer to schemas by pointer, such as "#/$defs/name"'],
  ['$dynamicAnchor', 'is not supported; refer to schemas by pointer, such as "#/$defs/name"'],
  ['$dynamicRef', 'is not supported; use "$ref"'],
  ['$vocabulary', 'is not supported'],
  ['unevaluatedItems', 'is not supported; use "prefixItems" and "items"'],
  ['unevaluatedProperties', 'is not supported; use "properties" and "additionalProperties"'],
  ['contentSchema', 'is not supported'],
  ['dependencies', 'is not of JSON Schema 2020-12; use "dependentSchemas" or "dependentRequired"'],
  ['additionalItems', 'is not of JSON Schema 2020-12; use "prefixItems" and "items"'],
]);
