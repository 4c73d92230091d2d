import { expect, it } from 'vitest';
import { NEW_ATTRIBUTE_CONDITION } from '../rules/new-conditions.ts';
import { configurationChanges } from './configuration-changes.ts';
import {
  moveRule,
  renameVariation,
  rolloutFrom,
  rulesServing,
  variationFrom,
  withNewRule,
} from './edit-rules.ts';
import type { EditedConfiguration, EditedRule } from './edited-configuration.ts';

const rule = (id: string, change: Partial<EditedRule> = {}): EditedRule => ({
  id,
  priority: 0,
  description: '',
  conditions: [{ conditionType: 'custom', attribute: 'plan', operator: 'in', values: ['pro'] }],
  serve: { variation: 'on' },
  ...change,
});
const everybody = rule('all', { conditions: [] });
const idsOf = (rules: readonly EditedRule[]) => rules.map(({ id }) => id);
const configuration: EditedConfiguration = {
  enabled: true,
  defaultValue: false,
  variations: [
    { key: 'on', value: true, name: '', description: '' },
    { key: 'off', value: false, name: '', description: '' },
  ],
  prerequisites: [],
  rules: [rule('a'), everybody],
};

it('a new rule comes before the rule for everybody, and one for everybody comes last', () => {
  expect(
    idsOf(withNewRule([rule('a'), everybody], rule('b', { conditions: [NEW_ATTRIBUTE_CONDITION] }))),
  ).toEqual(['a', 'b', 'all']);
  expect(idsOf(withNewRule([rule('a')], everybody))).toEqual(['a', 'all']);
});

it('a rule moves to its place, and not beyond the list', () => {
  const rules = [rule('a'), rule('b'), rule('c')];
  expect(idsOf(moveRule(rules, 0, 2))).toEqual(['b', 'c', 'a']);
  expect(idsOf(moveRule(rules, 2, 0))).toEqual(['c', 'a', 'b']);
  expect(moveRule(rules, 0, -1)).toBe(rules);
  expect(moveRule(rules, 2, 3)).toBe(rules);
});

it('renaming a variation renames it in rules and rollouts', () => {
  const rollout = rolloutFrom({ variation: 'on' }, ['on', 'off']);
  const renamed = renameVariation(
    { ...configuration, rules: [rule('a'), rule('b', { serve: rollout })] },
    'on',
    'yes',
  );
  expect(renamed.variations[0]?.key).toBe('yes');
  expect(rulesServing(renamed.rules, 'yes')).toEqual([1, 2]);
  expect(rulesServing(renamed.rules, 'on')).toEqual([]);
});

it('a rollout begins with what was served to everybody, and ends with the greatest share', () => {
  const rollout = rolloutFrom({ variation: 'off' }, ['on', 'off']);
  expect(rollout).toEqual({
    rollout: {
      variations: [
        { variation: 'on', weight: 0 },
        { variation: 'off', weight: 100_000 },
      ],
    },
  });
  expect(variationFrom(rollout)).toEqual({ variation: 'off' });
});

it('the changes of a configuration are those of a diff of the API', () => {
  const place = { flagKey: 'f', environmentKey: 'staging' };
  const after: EditedConfiguration = {
    ...configuration,
    enabled: false,
    variations: [...configuration.variations, { key: 'maybe', value: true, name: '', description: '' }],
    prerequisites: [{ flagKey: 'base', variations: ['on'] }],
    rules: [rule('new-1'), rule('b'), rule('a', { serve: { variation: 'off' } })],
  };
  const before = { ...configuration, rules: [rule('a'), rule('b'), everybody] };
  const changes = configurationChanges(place, before, after);
  expect(changes.map(({ member, id, position }) => [member, id, position])).toEqual([
    ['enabled', undefined, undefined],
    ['variation', 'maybe', 3],
    ['prerequisite', 'base', 1],
    ['rule', 'all', 3],
    ['rule', 'new-1', 1],
    ['rule', 'a', 3],
    ['ruleOrder', undefined, undefined],
  ]);
  expect(changes.at(-1)).toMatchObject({ before: ['rule 1', 'rule 2'], after: ['rule 2', 'rule 1'] });
  expect(configurationChanges(place, before, before)).toEqual([]);
});
