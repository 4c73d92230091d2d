import { describe, expect, it } from 'vitest';
import type { ConfiguredRule } from '../../model/configuration.ts';
import { alignRules } from './align-rules.ts';

const rule = (id: string, priority: number, plan: string, variation = 'on'): ConfiguredRule => ({
  id,
  priority,
  description: '',
  conditions: [{ conditionType: 'custom', attribute: 'plan', operator: 'in', values: [plan] }],
  serve: { variation },
});
const newId = ({ id }: ConfiguredRule) => `new-${id}`;
const idsOf = (rules: readonly ConfiguredRule[], others: readonly ConfiguredRule[]) =>
  alignRules(rules, others, newId).map(({ id }) => id);

describe('rules of two environments correspond', () => {
  it.each<[string, readonly ConfiguredRule[], readonly ConfiguredRule[], readonly string[]]>([
    [
      'if they are equal',
      [rule('a', 1, 'x'), rule('b', 2, 'y')],
      [rule('1', 1, 'x'), rule('2', 2, 'y')],
      ['1', '2'],
    ],
    [
      'in order if they are equal but for the priority',
      [rule('a', 1, 'x'), rule('b', 2, 'x')],
      [rule('1', 3, 'x'), rule('2', 4, 'x')],
      ['1', '2'],
    ],
    ['if only what they serve differs', [rule('a', 1, 'x', 'off')], [rule('1', 5, 'x')], ['1']],
    ['if only the priority is the same', [rule('a', 1, 'x')], [rule('1', 1, 'y')], ['1']],
    [
      'by the closest criterion first',
      [rule('a', 1, 'x'), rule('b', 2, 'y')],
      [rule('1', 2, 'x'), rule('2', 3, 'y')],
      ['1', '2'],
    ],
    [
      'to nothing if nothing is left',
      [rule('a', 1, 'x'), rule('b', 2, 'y')],
      [rule('1', 1, 'x')],
      ['1', 'new-b'],
    ],
  ])('%s', (_, rules, others, expected) => {
    expect(idsOf(rules, others)).toEqual(expected);
  });

  it('so rules that are equal but for their ids are equal after that', () => {
    const others = [rule('1', 1, 'x'), rule('2', 2, 'x'), rule('3', 3, 'y')];
    const same = others.map((each) => ({ ...each, id: `same-${each.id}` }));
    expect(alignRules(same, others, newId)).toEqual(others);
  });
});
