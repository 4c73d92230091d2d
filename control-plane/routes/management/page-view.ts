import type { Page } from '../../domain/page.ts';

/** A page as the API returns it. */
export function pageView<Row, View>({ items, next }: Page<Row>, view: (row: Row) => View) {
  return { items: items.map(view), next };
}
