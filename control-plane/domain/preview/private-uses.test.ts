import { expect, it } from 'vitest';
import type { Condition } from '../../../shared/model/flag-set.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { privateUses } from './private-uses.ts';

const on = (attribute: string): Condition => ({
  conditionType: 'custom',
  attribute,
  operator: 'exists',
  values: [],
});
const inSegment = (key: string): Condition => ({
  conditionType: 'segment',
  attribute: '',
  operator: 'in',
  values: [key],
});

const flag = (
  key: string,
  conditions: readonly Condition[],
  required: readonly string[] = [],
): FlagState => ({
  key,
  type: 'boolean',
  name: key,
  description: '',
  tags: [],
  owner: null,
  jsonSchema: null,
  clientSide: false,
  metadata: {},
  archived: false,
  configurations: new Map([
    [
      'production',
      {
        enabled: true,
        defaultValue: false,
        variations: [],
        prerequisites: required.map((flagKey) => ({ flagKey, variations: ['on'] })),
        rules: [{ id: 'r', priority: 1, description: '', conditions, serve: { variation: 'on' } }],
      },
    ],
  ]),
});
const segment = (key: string, conditions: readonly Condition[], included: readonly string[] = []) => ({
  key,
  name: key,
  description: '',
  included,
  excluded: [],
  rules: [{ conditions }],
});
const stateOf = (
  flags: readonly FlagState[],
  segments: readonly SegmentState[] = [],
): Pick<ProjectState, 'flags' | 'segments'> => ({
  flags: new Map(flags.map((each) => [each.key, each])),
  segments: new Map(segments.map((each) => [each.key, each])),
});

it.each([
  ['plan', ['plan'], true],
  ['plan', ['plans'], false],
  ['address.city', ['address'], true],
  ['address', ['address.city'], true],
  ['targetingKey', ['userId'], true],
  ['email', ['userId'], false],
])('the attribute %s cannot be judged if %j is private: %s', (attribute, privateAttributes, expected) => {
  const state = stateOf([flag('a', [on(attribute)])]);
  const found = privateUses({ before: state, after: state }, { key: 'production', privateAttributes });
  expect(found.flagKeys.has('a')).toBe(expected);
  expect(found.uses).toHaveLength(expected ? 1 : 0);
});

it('flags depend on it through segments of segments, and through prerequisites', () => {
  const after = stateOf(
    [flag('a', [inSegment('outer')]), flag('b', [], ['a']), flag('c', [on('country')])],
    [segment('outer', [inSegment('inner')]), segment('inner', [on('plan')])],
  );
  const found = privateUses(
    { before: stateOf([flag('a', [])]), after },
    { key: 'production', privateAttributes: ['plan'] },
  );
  expect([...found.flagKeys].sort()).toEqual(['a', 'b']);
  expect(found.uses).toEqual([
    { flagKey: null, segmentKey: 'inner', rule: 1, role: 'condition', attribute: 'plan' },
  ]);
});

it('members of a segment are users', () => {
  const state = stateOf([flag('a', [inSegment('s')])], [segment('s', [], ['u-1'])]);
  const found = privateUses(
    { before: state, after: state },
    { key: 'production', privateAttributes: ['targetingKey'] },
  );
  expect(found.uses).toMatchObject([{ segmentKey: 's', role: 'members' }]);
  expect([...found.flagKeys]).toEqual(['a']);
});
