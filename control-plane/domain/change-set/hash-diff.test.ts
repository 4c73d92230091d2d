import { expect, it } from 'vitest';
import type { RuleContent } from '../../model/project-change.ts';
import { hashDiff } from './hash-diff.ts';

const place = { flagKey: 'checkout', environmentKey: 'production' };
const contentOf = (variation: string): RuleContent => ({
  description: '',
  conditions: [],
  serve: { variation },
});

/** What adding two rules changes. */
const added = (one: { id: string; priority: number }, other: { id: string; priority: number }) =>
  (['on', 'off'] as const).flatMap((variation, index) => {
    const { id, priority } = index === 0 ? one : other;
    return [
      { ...place, member: 'rule' as const, id, position: index + 1, after: contentOf(variation) },
      { ...place, member: 'rulePriority' as const, id, position: index + 1, after: priority },
    ];
  });

it('is another one if new rules exchange their priorities', () => {
  const hash = hashDiff(added({ id: 'a', priority: 1 }, { id: 'b', priority: 2 }));
  expect(hashDiff(added({ id: 'a', priority: 2 }, { id: 'b', priority: 1 }))).not.toBe(hash);
});

it('is the same one whatever ids new rules have', () => {
  const hash = hashDiff(added({ id: 'a', priority: 1 }, { id: 'b', priority: 2 }));
  expect(hashDiff(added({ id: 'd', priority: 1 }, { id: 'c', priority: 2 }))).toBe(hash);
});
