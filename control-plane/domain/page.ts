/** One page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What the next request gives as `after`; `null` on the last page. */
  readonly next: string | null;
}

/** @param rows up to `limit` + 1 rows: the surplus one only tells that there is another page */
export function toPage<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
