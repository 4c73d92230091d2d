import { describe, expect, it } from 'vitest';
import { pageWithin } from './page.ts';

const page = (limit: number, after?: string) => pageWithin(['a', 'b', 'c'], limit, after, (entry) => entry);

describe('a page of a list that is read as a whole', () => {
  it('follows the entry of the cursor, and has a next one only if entries remain', () => {
    expect(page(2)).toEqual({ items: ['a', 'b'], next: 'b' });
    expect(page(2, 'b')).toEqual({ items: ['c'], next: null });
    expect(page(3)).toEqual({ items: ['a', 'b', 'c'], next: null });
    expect(page(1, 'c')).toEqual({ items: [], next: null });
  });

  it('is refused with the cursor of no entry', () => {
    expect(() => page(2, 'z')).toThrowError(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });
});
