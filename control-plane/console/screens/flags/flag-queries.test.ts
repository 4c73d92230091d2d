import { describe, expect, it } from 'vitest';
import { pageOutOfView } from './flag-queries.ts';

const page = (next: string | null) => ({ items: [], next });
const LOADED = { pages: [page('a'), page('b'), page(null)], pageParams: [undefined, 'a', 'b'] };

describe('what a change makes be read again', () => {
  it('is the pages in view', () => {
    expect(pageOutOfView(LOADED, undefined, { first: 0, last: 1 })).toBeUndefined();
    expect(pageOutOfView(LOADED, 'a', { first: 0, last: 1 })).toBeUndefined();
    expect(pageOutOfView(LOADED, 'b', { first: 0, last: 1 })).toBe(LOADED.pages[2]);
    expect(pageOutOfView(LOADED, undefined, { first: 1, last: 2 })).toBe(LOADED.pages[0]);
  });

  it('is every page that is not loaded, or begins elsewhere now', () => {
    expect(pageOutOfView(undefined, undefined, { first: 0, last: 0 })).toBeUndefined();
    expect(pageOutOfView(LOADED, 'aa', { first: 0, last: 0 })).toBeUndefined();
  });
});
