import { invalidRequest } from '../model/request-error.ts';

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

/**
 * One page of a list that is short enough to be read as a whole.
 *
 * @throws RequestError INVALID_REQUEST if no entry has the cursor: it is deleted, or never was
 */
export function pageWithin<T>(
  entries: readonly T[],
  limit: number,
  after: string | undefined,
  cursorOf: (entry: T) => string,
): Page<T> {
  const last = after === undefined ? -1 : entries.findIndex((entry) => cursorOf(entry) === after);
  if (after !== undefined && last < 0) {
    throw invalidRequest([{ path: 'after', message: 'names no entry of this list; read it from its start' }]);
  }
  const items = entries.slice(last + 1, last + 1 + limit);
  const end = items.at(-1);
  return { items, next: last + 1 + limit < entries.length && end !== undefined ? cursorOf(end) : null };
}
