/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; `null` on the last page. */
  readonly next: string | null;
}

/**
 * Reads one page.
 *
 * @param read reads up to `limit` rows; it is called for one row more than the page holds, to find out whether a next
 * page exists
 * @param cursorOf the cursor of the page that follows a row
 */
export async function readPage<T>(
  limit: number,
  read: (limit: number) => Promise<readonly T[]>,
  cursorOf: (row: T) => string,
): Promise<Page<T>> {
  const rows = await read(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
