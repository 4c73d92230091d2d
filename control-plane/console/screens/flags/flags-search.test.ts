import { describe, expect, it } from 'vitest';
import { bulkFilter, filterCount, flagsSearch, listQuery } from './flags-search.ts';

describe('the search of the address', () => {
  it('keeps every filter that the API accepts', () => {
    const search = {
      q: 'checkout',
      type: 'boolean',
      tag: ['a', 'b'],
      owner: 'team-a',
      state: 'archived',
      environment: 'staging',
      enabled: false,
      segment: 'beta',
      notEvaluatedForDays: 30,
    };
    expect(flagsSearch(search)).toEqual(search);
  });

  it('leaves out what the API would refuse', () => {
    const search = {
      q: ' ',
      type: 'colour',
      tag: [1, '', 'x'.repeat(101)],
      owner: 'x'.repeat(201),
      state: 'active',
      environment: 'a b',
      enabled: 'yes',
      segment: '..',
      notEvaluatedForDays: 0.5,
      other: 1,
    };
    expect(flagsSearch(search)).toEqual({});
  });

  it('reads what somebody types: one tag, a number to search for', () => {
    expect(flagsSearch({ q: 404, tag: 'a' })).toEqual({ q: '404', tag: ['a'] });
  });

  it('names a tag once, and no more than the API takes', () => {
    const tags = Array.from({ length: 60 }, (_, index) => `t${index}`);
    expect(flagsSearch({ tag: ['t0', ...tags] }).tag).toEqual(tags.slice(0, 50));
  });
});

describe('the filters as requests', () => {
  it('lists flags in use, unless archived ones are asked for', () => {
    expect(listQuery({ enabled: true, tag: ['a'] })).toEqual({
      enabled: 'true',
      tag: ['a'],
      state: 'active',
    });
    expect(listQuery({ state: 'archived' })).toEqual({ state: 'archived' });
  });

  it('has the names of a bulk edit', () => {
    expect(bulkFilter({ q: 'x', tag: ['a'], enabled: false, state: 'archived' })).toEqual({
      q: 'x',
      tags: ['a'],
      enabled: false,
    });
  });

  it('counts filters that hide flags', () => {
    expect(filterCount({ q: 'x' })).toBe(0);
    expect(filterCount({ environment: 'staging', enabled: true })).toBe(1);
    expect(filterCount({ type: 'json', owner: 'team-a' })).toBe(2);
  });
});
