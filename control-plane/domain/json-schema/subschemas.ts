import type { JsonObject, JsonValue } from '../../../shared/model/json.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import { escapePointer } from './schema-fault.ts';
import { HOLDER_KEYWORDS, type SchemaHolder } from './schema-keywords.ts';

/** A schema within a schema, and the keyword that holds it. */
export interface HeldSchema {
  /** Below the schema around it. */
  readonly pointer: string;
  readonly schema: JsonValue;
  readonly keyword: string;
  readonly isInPlace: boolean;
}

export const isSchemaObject = (schema: JsonValue): schema is JsonObject => isRecord(schema);

/** The schemas that a schema holds directly. What has another form than its keyword demands is left out. */
export function heldSchemas(schema: JsonObject): readonly HeldSchema[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const holder = HOLDER_KEYWORDS.get(keyword);
    if (holder === undefined) return [];
    return schemasIn(holder.holds, value).map(([name, held]) => ({
      pointer: `/${escapePointer(keyword)}${name}`,
      schema: held,
      keyword,
      isInPlace: holder.isInPlace,
    }));
  });
}

function schemasIn(holds: SchemaHolder, value: JsonValue): readonly (readonly [string, JsonValue])[] {
  switch (holds) {
    case 'one':
      return [['', value]];
    case 'list':
      return Array.isArray(value) ? value.map((each, index) => [`/${index}`, each]) : [];
    case 'map':
      return isSchemaObject(value)
        ? Object.entries(value).map(([name, each]) => [`/${escapePointer(name)}`, each])
        : [];
  }
}

/** Every schema within a schema, itself included, by JSON pointer. Stops when there are more than `limit`. */
export function collectSubschemas(root: JsonObject, limit: number): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>([['', root]]);
  for (const [pointer, schema] of found) {
    if (found.size > limit) break;
    if (!isSchemaObject(schema)) continue;
    for (const held of heldSchemas(schema)) found.set(`${pointer}${held.pointer}`, held.schema);
  }
  return found;
}

/** The JSON pointer of a reference to a schema of the same document; `undefined` if it is another reference. */
export function localPointer(reference: string): string | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}
