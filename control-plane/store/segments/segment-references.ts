import type { Condition } from '../../../shared/model/flag-set.ts';
import type { Queryable } from '../database/transaction.ts';

/** The keys of the segments that stored conditions refer to by id. */
export async function segmentKeysById(
  sql: Queryable,
  conditions: readonly Condition[],
): Promise<ReadonlyMap<string, string>> {
  const ids = referencesIn(conditions);
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; key: string }[]>`select id, key from segments where id = any(${ids})`;
  return new Map(rows.map(({ id, key }) => [id, key]));
}

/** The ids of the live segments that conditions refer to by key. */
export async function segmentIdsByKey(
  sql: Queryable,
  projectId: string,
  conditions: readonly Condition[],
): Promise<ReadonlyMap<string, string>> {
  const keys = referencesIn(conditions);
  if (keys.length === 0) return new Map();
  const rows = await sql<{ id: string; key: string }[]>`
    select id, key from segments
    where project_id = ${projectId} and key = any(${keys}) and deleted_at is null`;
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** Replaces the segments that conditions refer to: ids by keys, or keys by ids. */
export function mapSegments(
  conditions: readonly Condition[],
  replace: (name: string) => string,
): readonly Condition[] {
  return conditions.map((condition) =>
    condition.conditionType === 'segment'
      ? { ...condition, values: condition.values.map((value) => replace(String(value))) }
      : condition,
  );
}

function referencesIn(conditions: readonly Condition[]): string[] {
  const references = conditions.flatMap((condition) =>
    condition.conditionType === 'segment' ? condition.values.map(String) : [],
  );
  return [...new Set(references)];
}
