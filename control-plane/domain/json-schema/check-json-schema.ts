import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import { LIMITS } from '../../model/limits.ts';
import type { PatternCache } from './pattern-cache.ts';
import { findReferenceCycle } from './reference-cycle.ts';
import { escapePointer, type SchemaFault, shownJson } from './schema-fault.ts';
import { HOLDER_KEYWORDS, REFUSED_KEYWORDS, VALUE_KEYWORDS } from './schema-keywords.ts';
import { collectSubschemas, isSchemaObject, localPointer } from './subschemas.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * Checks that an object is a JSON Schema (2020-12) whose validation has a bounded cost: without references to other
 * documents, and with patterns of RE2 syntax. `format` and other annotations are allowed; they are not checked on values.
 */
export function checkJsonSchema(schema: JsonObject, compile: PatternCache): readonly SchemaFault[] {
  const { length } = JSON.stringify(schema);
  if (length > LIMITS.jsonSchema) {
    const message = `must be at most ${LIMITS.jsonSchema} characters long as JSON, and has ${length}`;
    return [{ pointer: '', message }];
  }
  const subschemas = collectSubschemas(schema, LIMITS.jsonSchemaSubschemas);
  if (subschemas.size > LIMITS.jsonSchemaSubschemas) {
    return [{ pointer: '', message: `must have at most ${LIMITS.jsonSchemaSubschemas} schemas within it` }];
  }
  const faults = [...subschemas].flatMap(([pointer, each]) => checkSubschema(pointer, each, subschemas));
  if (faults.length > 0) return faults;
  return [...checkPatterns(subschemas, compile), ...checkCycles(subschemas)];
}

function checkSubschema(
  pointer: string,
  schema: JsonValue,
  subschemas: ReadonlyMap<string, JsonValue>,
): readonly SchemaFault[] {
  if (typeof schema === 'boolean') return [];
  if (!isSchemaObject(schema)) return [{ pointer, message: 'must be a schema: an object, true or false' }];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const message =
      (pointer === '' ? checkRootKeyword(keyword, value) : undefined) ??
      checkKeyword(pointer, keyword, value, subschemas);
    return message === undefined || message === ''
      ? []
      : [{ pointer: `${pointer}/${escapePointer(keyword)}`, message }];
  });
}

/** Keywords that only the outermost schema may have. @returns `undefined` if it is another one, '' if it is right */
function checkRootKeyword(keyword: string, value: JsonValue): string | undefined {
  if (keyword === '$id') return typeof value === 'string' ? '' : 'must be a string';
  if (keyword !== '$schema') return undefined;
  return value === DIALECT || value === `${DIALECT}#` ? '' : `must be "${DIALECT}"`;
}

function checkKeyword(
  pointer: string,
  keyword: string,
  value: JsonValue,
  subschemas: ReadonlyMap<string, JsonValue>,
): string | undefined {
  const refused = REFUSED_KEYWORDS.get(keyword);
  if (refused !== undefined) return refused;
  const holder = HOLDER_KEYWORDS.get(keyword);
  if (holder?.holds === 'list' && !(Array.isArray(value) && value.length > 0))
    return 'must be an array of at least one schema';
  if (holder?.holds === 'map' && !isSchemaObject(value)) return 'must be an object of schemas';
  if (holder !== undefined) return undefined;
  const known = VALUE_KEYWORDS.get(keyword);
  if (known === undefined) {
    return pointer !== '' && (keyword === '$id' || keyword === '$schema')
      ? 'is allowed in the outermost schema only'
      : 'is no keyword of JSON Schema 2020-12';
  }
  if (!known.isValid(value)) return `must be ${known.must}, and is ${shownJson(value)}`;
  if (keyword !== '$ref' || typeof value !== 'string') return undefined;
  const target = localPointer(value);
  if (target === undefined) return 'must refer to a schema of this document, such as "#/$defs/name"';
  return subschemas.has(target) ? undefined : `refers to ${shownJson(value)}, where there is no schema`;
}

/** Comes last: it compiles every pattern. Their sizes together are bounded, as those of a flag's conditions are. */
function checkPatterns(
  subschemas: ReadonlyMap<string, JsonValue>,
  compile: PatternCache,
): readonly SchemaFault[] {
  let size = 0;
  const faults: SchemaFault[] = [];
  for (const [pointer, schema] of subschemas) {
    for (const [below, pattern] of patternsOf(schema)) {
      if (size > LIMITS.jsonSchemaPatternsSize) continue;
      const compiled = compile(pattern);
      if ('fault' in compiled) faults.push({ pointer: `${pointer}${below}`, message: compiled.fault });
      else size += compiled.pattern.size;
    }
  }
  if (size <= LIMITS.jsonSchemaPatternsSize) return faults;
  const message = `must have patterns of a size of at most ${LIMITS.jsonSchemaPatternsSize} together`;
  return [...faults, { pointer: '', message }];
}

function patternsOf(schema: JsonValue): readonly (readonly [string, string])[] {
  if (!isSchemaObject(schema)) return [];
  const { pattern, patternProperties } = schema;
  const names = isSchemaObject(patternProperties ?? null) ? Object.keys(patternProperties ?? {}) : [];
  return [
    ...(typeof pattern === 'string' ? [['/pattern', pattern] as const] : []),
    ...names.map((name) => [`/patternProperties/${escapePointer(name)}`, name] as const),
  ];
}

function checkCycles(subschemas: ReadonlyMap<string, JsonValue>): readonly SchemaFault[] {
  const pointer = findReferenceCycle(subschemas);
  if (pointer === undefined) return [];
  const message = 'leads back to itself without going to a member or an item of the value, so it has no end';
  return [{ pointer, message }];
}
