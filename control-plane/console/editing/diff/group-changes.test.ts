import { expect, test } from 'vitest';
import type { DiffChange } from './change-words.ts';
import { groupChanges } from './group-changes.ts';

const inProduction = (change: DiffChange): DiffChange => ({
  flagKey: 'checkout',
  environmentKey: 'production',
  ...change,
});

const entriesIn = (changes: readonly DiffChange[]) =>
  groupChanges(changes).flatMap(({ entries }) =>
    entries.map(({ what, before, after }) => [what, before, after]),
  );

test('changes are grouped by flag and environment, in the order of the diff', () => {
  const groups = groupChanges([
    { flagKey: 'checkout', member: 'name', before: 'Old', after: 'New' },
    inProduction({ member: 'enabled', before: false, after: true }),
    { segmentKey: 'beta', member: 'included', added: ['u-1'], removed: [] },
    inProduction({ member: 'defaultValue', before: 1, after: 2 }),
  ]);
  expect(groups.map(({ kind, key, environmentKey }) => [kind, key, environmentKey])).toEqual([
    ['flag', 'checkout', undefined],
    ['flag', 'checkout', 'production'],
    ['segment', 'beta', undefined],
  ]);
  expect(groups[1]?.entries.map(({ what }) => what)).toEqual(['Switch', 'Default value']);
});

test('a switch is on or off, a value is shown as JSON', () => {
  expect(
    entriesIn([
      inProduction({ member: 'enabled', before: false, after: true }),
      inProduction({ member: 'defaultValue', before: 'a', after: null }),
    ]),
  ).toEqual([
    ['Switch', 'off', 'on'],
    ['Default value', '"a"', 'null'],
  ]);
});

test('a changed rule names what differs in it; a new one is shown whole', () => {
  const premium = { conditionType: 'custom', attribute: 'plan', operator: 'eq', values: ['premium'] };
  const rollout = {
    rollout: {
      variations: [
        { variation: 'on', weight: 10_000 },
        { variation: 'off', weight: 90_000 },
      ],
    },
  };
  const rule = { description: '', conditions: [premium], serve: { variation: 'off' } };
  const beta = { conditionType: 'segment', attribute: '', operator: 'in', values: ['beta'] };
  expect(
    entriesIn([
      inProduction({
        member: 'rule',
        id: 'r-1',
        position: 1,
        before: rule,
        after: { ...rule, serve: rollout },
      }),
      inProduction({
        member: 'rule',
        id: 'r-2',
        position: 2,
        after: { ...rule, conditions: [premium, beta] },
      }),
      inProduction({ member: 'rulePriority', id: 'r-2', position: 2, after: 20 }),
    ]),
  ).toEqual([
    ['Rule 1, serves', 'off', 'on 10 %, off 90 %'],
    ['Rule 2', undefined, 'plan is "premium" and in the segment "beta" → off'],
  ]);
});

test('a deleted flag takes everything with it, and a new one that is off has no lines for its environments', () => {
  expect(
    entriesIn([
      { flagKey: 'checkout', member: 'flag', before: { type: 'boolean' } },
      { flagKey: 'checkout', member: 'name', before: 'Checkout' },
      inProduction({ member: 'enabled', before: true }),
    ]),
  ).toEqual([['Flag', 'of type boolean', undefined]]);
  expect(
    entriesIn([
      { flagKey: 'fresh', member: 'flag', after: { type: 'boolean' } },
      { flagKey: 'fresh', member: 'tags', after: [] },
      { flagKey: 'fresh', environmentKey: 'production', member: 'enabled', after: false },
    ]),
  ).toEqual([['Flag', undefined, 'of type boolean']]);
});

test('many members of a segment are counted', () => {
  const added = Array.from({ length: 25 }, (_, index) => `u-${index}`);
  const [[what, , after] = []] = entriesIn([{ segmentKey: 'beta', member: 'included', added, removed: [] }]);
  expect(what).toBe('Included users');
  expect(after).toMatch(/u-19 and 5 more$/);
});
