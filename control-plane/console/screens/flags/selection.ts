/** The flags that are chosen for a change of many. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Every flag that the filter finds, also those that are not loaded. */
  readonly isAllMatching: boolean;
  /** The row of the last click: a click with Shift chooses from there. */
  readonly anchor: number | undefined;
}

export const NOTHING_SELECTED: Selection = { keys: new Set(), isAllMatching: false, anchor: undefined };

export type SelectionEvent =
  | { readonly kind: 'toggle'; readonly index: number; readonly isRange: boolean }
  | { readonly kind: 'all'; readonly isSelected: boolean }
  | { readonly kind: 'all-matching' }
  | { readonly kind: 'clear' };

/** @param rows the keys of the flags that are loaded, in their order */
export function nextSelection(
  selection: Selection,
  event: SelectionEvent,
  rows: readonly string[],
): Selection {
  switch (event.kind) {
    case 'toggle':
      return toggled(selection, event, rows);
    case 'all':
      return event.isSelected ? { ...NOTHING_SELECTED, keys: new Set(rows) } : NOTHING_SELECTED;
    case 'all-matching':
      return { ...NOTHING_SELECTED, keys: new Set(rows), isAllMatching: true };
    case 'clear':
      return NOTHING_SELECTED;
  }
}

function toggled(
  selection: Selection,
  { index, isRange }: { readonly index: number; readonly isRange: boolean },
  rows: readonly string[],
): Selection {
  const key = rows[index];
  if (key === undefined) return selection;
  // What is chosen by the filter becomes a choice of the rows that are loaded.
  const keys = new Set(selection.keys);
  const isSelected = !keys.has(key);
  const from = isRange ? (selection.anchor ?? index) : index;
  for (const row of rows.slice(Math.min(from, index), Math.max(from, index) + 1)) {
    if (isSelected) keys.add(row);
    else keys.delete(row);
  }
  return { keys, isAllMatching: false, anchor: index };
}
