import { describe, expect, it } from 'vitest';
import { bodyFrom, editedFrom, prioritiesFor } from './edited-configuration.ts';

const rules = (...entries: (number | 'new')[]) =>
  entries.map((entry, index) => ({
    id: entry === 'new' ? `new-${index}` : `r${entry}`,
    priority: entry === 'new' ? 0 : entry,
  }));

describe('priorities', () => {
  it.each([
    ['stay where nothing moved', rules(10, 20, 30), [10, 20, 30]],
    ['of a new rule at the end', rules(10, 20, 'new'), [10, 20, 30]],
    ['of the first rules', rules('new', 'new'), [10, 20]],
    ['of a rule between others', rules(10, 'new', 20), [10, 15, 20]],
    ['of a rule before all', rules('new', 5), [2, 5]],
    ['of a rule that moved to the front', rules(30, 10, 20), [4, 10, 20]],
    ['of a rule that moved to the end', rules(20, 30, 10), [20, 30, 40]],
    ['are all new where there is no room', rules(10, 'new', 11), [10, 20, 30]],
    ['are all new where the largest is taken', rules(2_147_483_647, 'new'), [10, 20]],
  ])('%s', (_, list, expected) => {
    expect(prioritiesFor(list)).toEqual(expected);
  });

  it('ascend, whatever the order', () => {
    const list = rules(7, 3, 'new', 9, 1, 'new', 8);
    const priorities = prioritiesFor(list);
    expect(priorities).toEqual([...new Set(priorities)].sort((left, right) => left - right));
  });
});

const configuration = {
  enabled: true,
  defaultValue: false,
  version: 4,
  variations: [{ key: 'on', value: true, name: '', description: '' }],
  prerequisites: [{ flagKey: 'other', variations: ['on'] }],
  rules: [
    {
      id: 'b7a4c9b0-0000-4000-8000-000000000001',
      priority: 10,
      description: 'staff',
      conditions: [{ conditionType: 'segment' as const, attribute: '', operator: 'in', values: ['staff'] }],
      serve: { variation: 'on' },
    },
  ],
};

it('what was read and not edited is sent as it was read, without its version', () => {
  const { version: _, ...members } = configuration;
  expect(bodyFrom(editedFrom(configuration))).toEqual(members);
});

it('a new rule has no id in the request', () => {
  const edited = editedFrom(configuration);
  const [rule] = edited.rules;
  if (rule === undefined) throw new Error('the configuration has a rule');
  const [sent] = bodyFrom({ ...edited, rules: [{ ...rule, id: 'new-1' }] }).rules;
  expect(sent).not.toHaveProperty('id');
});
