import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../model/configuration.ts';
import type { Operation } from '../../model/operation.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import { applyOperations } from './apply-operations.ts';
import { describeDiff } from './describe-diff.ts';
import { diffStates } from './diff-states.ts';
import { pointerOf } from './operation-problem.ts';
import { NO_REFERENCES, type ProjectReferences } from './project-references.ts';
import { validateResult } from './validate-result.ts';

const variation = (key: string, value: boolean) => ({ key, value, name: '', description: '' });
const rule = (id: string, priority: number, key = 'on') => ({
  id,
  priority,
  description: '',
  conditions: [],
  serve: { variation: key },
});
const CONFIGURATION: Configuration = {
  enabled: false,
  defaultValue: false,
  variations: [variation('on', true), variation('off', false)],
  prerequisites: [],
  rules: [rule('r-1', 10), rule('r-2', 20, 'off'), rule('r-3', 30)],
};
const flag = (key: string, change: Partial<Configuration> = {}): FlagState => ({
  key,
  type: 'boolean',
  name: key,
  description: '',
  tags: [],
  owner: null,
  clientSide: false,
  metadata: {},
  jsonSchema: null,
  archived: false,
  configurations: new Map([['production', { ...CONFIGURATION, ...change }]]),
});
const state = (...flags: FlagState[]): ProjectState => ({
  environments: ['production'],
  flags: new Map(flags.map((each) => [each.key, each])),
  segments: new Map(),
});
const IN_PRODUCTION = { flagKey: 'a', environmentKey: 'production' };

let ids = 0;
const apply = (before: ProjectState, operations: readonly Operation[]) =>
  applyOperations(before, operations, () => `new-${ids++}`);

function problemsOf(
  before: ProjectState,
  operations: readonly Operation[],
  references: Partial<ProjectReferences> = {},
) {
  const problems = validateResult(apply(before, operations), { ...NO_REFERENCES, ...references });
  return problems.map((problem) => {
    const kind = operations[problem.operation]?.kind ?? 'flag.create';
    return [pointerOf(problem, kind), problem.code, problem.message];
  });
}

describe('the operations of a change set', () => {
  it('may refer to what a later one creates', () => {
    const needsLater: readonly Operation[] = [
      {
        kind: 'configuration.update',
        ...IN_PRODUCTION,
        patch: {
          prerequisites: [{ flagKey: 'b', variations: ['on'] }],
          rules: [
            {
              priority: 1,
              description: '',
              conditions: [{ conditionType: 'segment', attribute: '', operator: 'in', values: ['beta'] }],
              serve: { variation: 'on' },
            },
          ],
        },
      },
      {
        kind: 'flag.create',
        flag: {
          key: 'b',
          type: 'boolean',
          name: 'b',
          description: '',
          tags: [],
          owner: null,
          clientSide: false,
          metadata: {},
        },
      },
      {
        kind: 'segment.create',
        segment: { key: 'beta', name: 'beta', description: '', included: [], excluded: [], rules: [] },
      },
    ];
    expect(problemsOf(state(flag('a')), needsLater)).toEqual([]);
    expect(problemsOf(state(flag('a')), needsLater.slice(0, 1))).toEqual([
      ['/operations/0/patch/prerequisites/0/flagKey', 'INVALID_REQUEST', 'there is no flag "b"'],
      ['/operations/0/patch/rules/0/conditions/0/values/0', 'INVALID_REQUEST', 'there is no segment "beta"'],
    ]);
  });

  it('are reported each by its own JSON pointer, whichever operation wrote the faulty part', () => {
    const wrong = { priority: 40, description: '', conditions: [], serve: { variation: 'blue' } };
    const operations: readonly Operation[] = [
      { kind: 'configuration.update', ...IN_PRODUCTION, patch: { enabled: true, defaultValue: 'x' } },
      { kind: 'rule.add', ...IN_PRODUCTION, rule: wrong },
      { kind: 'rule.update', ...IN_PRODUCTION, ruleId: 'r-1', patch: { serve: { variation: 'red' } } },
    ];
    expect(problemsOf(state(flag('a')), operations).map(([pointer]) => pointer)).toEqual([
      '/operations/0/patch/defaultValue',
      '/operations/2/patch/serve/variation',
      '/operations/1/rule/serve/variation',
    ]);
  });

  it('change nothing where they name what does not exist, and only that is reported', () => {
    expect(
      problemsOf(state(flag('a')), [
        { kind: 'rule.remove', ...IN_PRODUCTION, ruleId: 'r-9' },
        { kind: 'flag.archive', flagKey: 'z' },
        { kind: 'segment.delete', segmentKey: 's' },
        { kind: 'configuration.update', flagKey: 'a', environmentKey: 'qa', patch: {} },
      ]),
    ).toEqual([
      ['/operations/0', 'NOT_FOUND', 'There is no rule r-9 of flag "a" in environment "production".'],
      ['/operations/1', 'NOT_FOUND', 'There is no flag "z" in this project.'],
      ['/operations/2', 'NOT_FOUND', 'There is no segment "s" in this project.'],
      ['/operations/3', 'NOT_FOUND', 'There is no environment "qa" in this project.'],
    ]);
  });

  it('may not archive a flag that another one needs, unless the same change set ends the need', () => {
    const needing = flag('b', { prerequisites: [{ flagKey: 'a', variations: ['on'] }] });
    const use = {
      flagKey: 'b',
      environmentKey: 'production',
      archived: false,
      requiredKey: 'a',
      variations: ['on'],
    };
    const archive: Operation = { kind: 'flag.archive', flagKey: 'a' };
    const before = state(flag('a'), needing);
    expect(problemsOf(before, [archive], { prerequisiteUses: [use] })).toEqual([
      [
        '/operations/0',
        'IN_USE',
        'Flag "a" cannot be archived: it is a prerequisite of "b" in environment "production".',
      ],
    ]);
    const release: Operation = {
      kind: 'configuration.update',
      flagKey: 'b',
      environmentKey: 'production',
      patch: { prerequisites: [] },
    };
    for (const ending of [release, { kind: 'flag.delete', flagKey: 'b' } as const]) {
      expect(problemsOf(before, [archive, ending], { prerequisiteUses: [use] })).toEqual([]);
    }
  });

  it('may not remove a variation that a rule uses which stays as it is', () => {
    const variations = [variation('on', true)];
    const remove: Operation = { kind: 'configuration.update', ...IN_PRODUCTION, patch: { variations } };
    expect(problemsOf(state(flag('a')), [remove])).toEqual([
      [
        '/operations/0/patch/variations',
        'IN_USE',
        'Variations cannot be removed while they are in use: "off" by the rule of priority 20.',
      ],
    ]);
    const removeRule: Operation = { kind: 'rule.remove', ...IN_PRODUCTION, ruleId: 'r-2' };
    expect(problemsOf(state(flag('a')), [remove, removeRule])).toEqual([]);
  });

  it('move a rule by exchanging priorities: no others come into use', () => {
    const move: Operation = { kind: 'rule.move', ...IN_PRODUCTION, ruleId: 'r-3', before: 'r-1' };
    const { after } = apply(state(flag('a')), [move]);
    const rules = after.flags.get('a')?.configurations.get('production')?.rules;
    expect(rules?.map(({ id, priority }) => [id, priority])).toEqual([
      ['r-3', 10],
      ['r-1', 20],
      ['r-2', 30],
    ]);
  });
});

describe('a diff in words', () => {
  it('uses the words of the field', () => {
    const before = state(
      flag('a', {
        rules: [
          {
            ...rule('r-1', 10),
            serve: {
              rollout: {
                variations: [
                  { variation: 'on', weight: 10_000 },
                  { variation: 'off', weight: 90_000 },
                ],
              },
            },
          },
        ],
      }),
    );
    const serve = {
      rollout: {
        variations: [
          { variation: 'on', weight: 25_000 },
          { variation: 'off', weight: 75_000 },
        ],
      },
    };
    const { after } = apply(before, [
      { kind: 'flag.update', flagKey: 'a', patch: { name: 'Checkout', owner: 'ada', clientSide: true } },
      {
        kind: 'configuration.update',
        ...IN_PRODUCTION,
        patch: {
          enabled: true,
          variations: [...CONFIGURATION.variations, variation('blue', true)],
          prerequisites: [{ flagKey: 'x', variations: ['on'] }],
        },
      },
      { kind: 'rule.update', ...IN_PRODUCTION, ruleId: 'r-1', patch: { serve } },
      { kind: 'rule.add', ...IN_PRODUCTION, rule: rule('r-2', 20) },
      {
        kind: 'segment.create',
        segment: { key: 'beta', name: 'beta', description: '', included: ['u-1'], excluded: [], rules: [] },
      },
    ]);
    expect(describeDiff(diffStates(before, after))).toEqual([
      'flag "a": name: "a" → "Checkout"',
      'flag "a": owner: none → "ada"',
      'flag "a": visible to client keys',
      'flag "a" in production: turned on',
      'flag "a" in production: variation "blue" added',
      'flag "a" in production: prerequisite "x" added',
      'flag "a" in production: rule 1: on: 10 % → 25 %',
      'flag "a" in production: rule 1: off: 90 % → 75 %',
      'flag "a" in production: rule 2 added',
      'segment "beta": created',
    ]);
    expect(
      describeDiff(
        diffStates(after, {
          ...after,
          segments: new Map([
            [
              'beta',
              {
                key: 'beta',
                name: 'beta',
                description: '',
                included: ['u-2', 'u-3'],
                excluded: [],
                rules: [],
              },
            ],
          ]),
        }),
      ),
    ).toEqual(['segment "beta": 2 included members added', 'segment "beta": 1 included member removed']);
  });
});

describe('the conditions of rules', () => {
  const created: Operation = {
    kind: 'flag.create',
    flag: {
      key: 'new',
      name: 'New',
      description: '',
      type: 'boolean',
      tags: [],
      owner: null,
      clientSide: false,
      metadata: {},
    },
  };
  const condition = { conditionType: 'custom', attribute: 'a', operator: 'regex', values: ['('] } as const;

  it.each([undefined, 'r-given'])('of a flag that the same change set creates are validated; id %s', (id) => {
    const added: Operation = {
      kind: 'rule.add',
      flagKey: 'new',
      environmentKey: 'production',
      rule: { id, priority: 1, description: '', conditions: [condition], serve: { variation: 'on' } },
    };
    expect(problemsOf(state(), [created, added])).toEqual([
      ['/operations/1/rule/conditions/0/values/0', 'INVALID_REQUEST', expect.any(String)],
    ]);
  });

  it('do not matter if the rule is that which a new flag has', () => {
    const replaced: Operation = {
      kind: 'configuration.update',
      flagKey: 'new',
      environmentKey: 'production',
      patch: { enabled: true },
    };
    expect(problemsOf(state(), [created, replaced])).toEqual([]);
  });
});
