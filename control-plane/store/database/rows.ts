import type { JsonValue } from '../../../shared/model/json.ts';

/** The only row of a statement that always returns one. */
export function singleRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that always returns a row returned none');
  return row;
}

/** A lookup by key or id that must succeed because a row refers to the entry. */
export function requiredLookup(map: ReadonlyMap<string, string>, entity: string): (name: string) => string {
  return (name) => {
    const found = map.get(name);
    if (found === undefined)
      throw new Error(`the database has no ${entity} ${name}, though a row refers to it`);
    return found;
  };
}

/** JSON for a parameter that is cast with `::text::jsonb`. As `::jsonb` the driver would encode it twice. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value);
}

/** As {@link jsonText}; `null` is the SQL null. */
export function nullableJsonText(value: JsonValue): string | null {
  return value === null ? null : jsonText(value);
}
