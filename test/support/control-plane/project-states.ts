import fc from 'fast-check';
import type { Configuration, ConfiguredRule } from '../../../control-plane/model/configuration.ts';
import type { FlagState, ProjectState, SegmentState } from '../../../control-plane/model/project-state.ts';
import type { FlagType } from '../../../shared/model/flag-set.ts';

/** Arbitrary states of one project, with few keys, so that states often differ in single members. */
const ENVIRONMENTS = ['production', 'staging'];
const FLAG_TYPES_BY_KEY: Readonly<Record<string, FlagType>> = { a: 'boolean', b: 'string', c: 'string' };
const RULE_IDS = ['r-1', 'r-2', 'r-3', 'r-4'];
const text = fc.constantFrom('', 'x', 'y', 'z');
const members = fc.uniqueArray(fc.constantFrom('u-1', 'u-2', 'u-3', 'u-4'));

const subset = (values: readonly string[], minLength = 0) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength });

const conditions = fc.array(
  fc.record({
    conditionType: fc.constant('custom' as const),
    attribute: fc.constantFrom('plan', 'country'),
    operator: fc.constant('in'),
    values: fc.array(fc.constantFrom('x', 'y'), { minLength: 1, maxLength: 2 }),
  }),
  { maxLength: 2 },
);
const serve = fc.oneof(
  fc.record({ variation: fc.constantFrom('on', 'off') }),
  fc.integer({ min: 0, max: 100_000 }).map((weight) => ({
    rollout: {
      variations: [
        { variation: 'on', weight },
        { variation: 'off', weight: 100_000 - weight },
      ],
    },
  })),
);

const rules: fc.Arbitrary<readonly ConfiguredRule[]> = fc
  .tuple(
    subset(RULE_IDS),
    fc.array(fc.tuple(text, conditions, serve), { minLength: 4, maxLength: 4 }),
    fc.nat(3),
  )
  .map(([ids, contents, offset]) =>
    ids.flatMap((id, index) => {
      const content = contents[index];
      if (content === undefined) return [];
      const [description, held, served] = content;
      return [{ id, priority: 10 * index + offset, description, conditions: held, serve: served }];
    }),
  );

function configuration(flagKey: string, type: FlagType): fc.Arbitrary<Configuration> {
  const value: fc.Arbitrary<boolean | string> =
    type === 'boolean' ? fc.boolean() : fc.constantFrom('red', 'blue', 'green');
  return fc.record({
    enabled: fc.boolean(),
    defaultValue: fc.option(value),
    variations: subset(['on', 'off', 'blue'], 1).chain((keys) =>
      fc.tuple(
        ...keys.map((key) => fc.record({ key: fc.constant(key), value, name: text, description: text })),
      ),
    ),
    prerequisites: subset(Object.keys(FLAG_TYPES_BY_KEY).filter((key) => key !== flagKey)).map((keys) =>
      keys.map((key) => ({ flagKey: key, variations: ['on'] })),
    ),
    rules,
  });
}

function flag(key: string, type: FlagType): fc.Arbitrary<FlagState> {
  return fc
    .record({
      key: fc.constant(key),
      type: fc.constant(type),
      name: fc.constantFrom('A', 'B', 'C'),
      description: text,
      tags: subset(['t-1', 't-2']),
      owner: fc.constantFrom(null, 'ada', 'team-a'),
      clientSide: fc.boolean(),
      metadata: fc.dictionary(fc.constantFrom('owner', 'ticket'), fc.constantFrom('x', 'y')),
      jsonSchema: fc.constantFrom(null, { type: 'object' }, { type: ['object', 'array'] }),
      archived: fc.boolean(),
      configurations: fc.tuple(...ENVIRONMENTS.map(() => configuration(key, type))),
    })
    .map(({ configurations, ...fields }) => ({
      ...fields,
      configurations: new Map(
        configurations.map((each, index): [string, Configuration] => [ENVIRONMENTS[index] ?? '', each]),
      ),
    }));
}

const segment = (key: string): fc.Arbitrary<SegmentState> =>
  fc.record({
    key: fc.constant(key),
    name: fc.constantFrom('A', 'B'),
    description: text,
    included: members,
    excluded: members,
    rules: fc.array(fc.record({ conditions }), { maxLength: 2 }),
  });

const byKey = <State extends { readonly key: string }>(states: readonly (State | null)[]) =>
  new Map(states.flatMap((state) => (state === null ? [] : [[state.key, state] as const])));

export const projectState: fc.Arbitrary<ProjectState> = fc
  .tuple(
    fc.tuple(
      ...Object.entries(FLAG_TYPES_BY_KEY).map(([key, type]) => fc.option(flag(key, type), { freq: 6 })),
    ),
    fc.tuple(...['s', 't'].map((key) => fc.option(segment(key), { freq: 6 }))),
  )
  .map(([flags, segments]) => ({
    environments: ENVIRONMENTS,
    flags: byKey(flags),
    segments: byKey(segments),
  }));

/** For each place in which two states may differ, in the order of {@link mixture}, whether the value is that of the left one. */
export type Choices = readonly boolean[];

export const choices: fc.Arbitrary<Choices> = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 });

/** A state that takes each flag and segment, and within a flag each configuration, from one of two states. */
export const mixed = (left: ProjectState, right: ProjectState): fc.Arbitrary<ProjectState> =>
  choices.map((each) => mixture(left, right, each));

/** The state that choices make of two states. */
export function mixture(left: ProjectState, right: ProjectState, fromLeft: Choices): ProjectState {
  let index = 0;
  const pick = () => fromLeft[index++ % fromLeft.length] ?? false;
  const choose = <State>(
    ours: ReadonlyMap<string, State>,
    theirs: ReadonlyMap<string, State>,
    mix: (ours: State, theirs: State) => State,
  ) =>
    new Map(
      [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key): [string, State][] => {
        const [one, other] = [ours.get(key), theirs.get(key)];
        if (one !== undefined && other !== undefined) return [[key, mix(one, other)]];
        const chosen = pick() ? one : other;
        return chosen === undefined ? [] : [[key, chosen]];
      }),
    );
  return {
    environments: left.environments,
    flags: choose(left.flags, right.flags, (one, other) => ({
      ...(pick() ? one : other),
      name: (pick() ? one : other).name,
      configurations: choose(one.configurations, other.configurations, (ours, theirs) => ({
        ...(pick() ? ours : theirs),
        enabled: (pick() ? ours : theirs).enabled,
      })),
    })),
    segments: choose(left.segments, right.segments, (one, other) => ({
      ...one,
      included: (pick() ? one : other).included,
      description: (pick() ? one : other).description,
    })),
  };
}
