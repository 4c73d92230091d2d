import { describe, expect, it } from 'vitest';
import { changeList, exceedsMemberLimit, listDifference, SEGMENT_MEMBER_LIMITS } from './segment-members.ts';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

describe('a change of a list of members', () => {
  it('keeps the order of those that stay, and appends new ones once', () => {
    const changes = { add: ['d', 'b', 'd', 'e'], remove: ['a', 'unknown'] };
    expect(changeList(['c', 'a', 'b'], changes)).toEqual(['c', 'b', 'd', 'e']);
  });

  it('returns the list itself if it changes nothing', () => {
    const before = ['a', 'b'];
    expect(changeList(before, { add: ['b'], remove: ['c'] })).toBe(before);
  });
});

describe('the limit of a list of members', () => {
  const full = keys(SEGMENT_MEMBER_LIMITS.list);

  it('may be reached, not exceeded', () => {
    expect(exceedsMemberLimit([], full)).toBe(false);
    expect(exceedsMemberLimit(full, [...full, 'one more'])).toBe(true);
  });

  it('does not apply to a list that does not change', () => {
    const over = [...full, 'one more'];
    expect(exceedsMemberLimit(over, over)).toBe(false);
  });
});

it('two lists differ in what is added and removed, whatever their order', () => {
  expect(listDifference(['a', 'b', 'c'], ['c', 'd', 'a'])).toEqual({
    added: ['d'],
    removed: ['b'],
    count: 3,
  });
});
