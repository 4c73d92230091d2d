import type { JsonValue } from '../../../shared/model/json.ts';
import { heldSchemas, isSchemaObject, localPointer } from './subschemas.ts';

/**
 * A schema that leads back to itself at the same place of a value: its validation would not end.
 *
 * @param subschemas every schema of a document, by JSON pointer
 * @returns the JSON pointer of the schema
 */
export function findReferenceCycle(subschemas: ReadonlyMap<string, JsonValue>): string | undefined {
  const done = new Set<string>();
  for (const start of subschemas.keys()) {
    const path = new Set<string>();
    const pending = [{ pointer: start, isLeft: false }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { pointer, isLeft } = next;
      if (isLeft) {
        path.delete(pointer);
        done.add(pointer);
        continue;
      }
      if (path.has(pointer)) return pointer;
      if (done.has(pointer)) continue;
      path.add(pointer);
      pending.push({ pointer, isLeft: true });
      for (const target of targetsInPlace(pointer, subschemas.get(pointer) ?? true)) {
        pending.push({ pointer: target, isLeft: false });
      }
    }
  }
  return undefined;
}

/** The schemas that are about the same value. */
function targetsInPlace(pointer: string, schema: JsonValue): readonly string[] {
  if (!isSchemaObject(schema)) return [];
  const held = heldSchemas(schema).flatMap((each) => (each.isInPlace ? `${pointer}${each.pointer}` : []));
  const referred = typeof schema.$ref === 'string' ? localPointer(schema.$ref) : undefined;
  return referred === undefined ? held : [...held, referred];
}
