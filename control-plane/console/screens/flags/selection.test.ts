import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED, nextSelection, type SelectionEvent } from './selection.ts';

const ROWS = ['a', 'b', 'c', 'd', 'e'];
const selectionAfter = (...events: SelectionEvent[]) =>
  events.reduce((selection, event) => nextSelection(selection, event, ROWS), NOTHING_SELECTED);
const click = (index: number, isRange = false): SelectionEvent => ({ kind: 'toggle', index, isRange });

describe('a selection of flags', () => {
  it('toggles one', () => {
    expect([...selectionAfter(click(1), click(3)).keys]).toEqual(['b', 'd']);
    expect([...selectionAfter(click(1), click(1)).keys]).toEqual([]);
  });

  it('takes a range from the last click, upwards and downwards', () => {
    expect([...selectionAfter(click(1), click(3, true)).keys]).toEqual(['b', 'c', 'd']);
    expect([...selectionAfter(click(3), click(1, true)).keys].sort()).toEqual(['b', 'c', 'd']);
    expect([...selectionAfter(click(0), click(4, true), click(2, true)).keys].sort()).toEqual(['a', 'b']);
  });

  it('takes one row for a range without a click before', () => {
    expect([...selectionAfter(click(2, true)).keys]).toEqual(['c']);
  });

  it('is of all that match until one is taken out', () => {
    expect(selectionAfter({ kind: 'all-matching' }).isAllMatching).toBe(true);
    const without = selectionAfter({ kind: 'all-matching' }, click(0));
    expect(without.isAllMatching).toBe(false);
    expect([...without.keys]).toEqual(['b', 'c', 'd', 'e']);
  });

  it('is cleared', () => {
    expect(selectionAfter({ kind: 'all', isSelected: true }, { kind: 'clear' })).toEqual(NOTHING_SELECTED);
  });

  it('ignores a row that is gone', () => {
    expect(selectionAfter(click(9))).toEqual(NOTHING_SELECTED);
  });
});
