import type { Condition, Serve } from '../../../shared/model/flag-set.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';

/** What an attribute decides about. */
type AttributeRole = 'condition' | 'bucketBy' | 'members';

/** A place at which the evaluation reads an attribute of the context. */
export interface AttributeUse {
  readonly flagKey: string | null;
  readonly segmentKey: string | null;
  /** The position of the rule, from 1; `null` for the members of a segment. */
  readonly rule: number | null;
  readonly role: AttributeRole;
  readonly attribute: string;
}

type State = Pick<ProjectState, 'flags' | 'segments'>;

const TARGETING_KEY = 'targetingKey';

/** Every use in flags as one environment configures them, and in segments. */
export function attributeUses({ flags, segments }: State, environmentKey: string): readonly AttributeUse[] {
  return [
    ...[...flags.values()].flatMap((flag) => usesOfFlag(flag, environmentKey)),
    ...[...segments.values()].flatMap(usesOfSegment),
  ];
}

/** The attributes that the evaluation of one flag may read, with its prerequisites and segments. */
export function attributesReadBy(state: State, flagKey: string, environmentKey: string): ReadonlySet<string> {
  const flags = new Set([flagKey]);
  const segments = new Set<string>();
  const attributes = new Set<string>();
  // A set visits what is added while it is iterated.
  for (const key of flags) {
    const flag = state.flags.get(key);
    const configuration = flag?.configurations.get(environmentKey);
    if (flag === undefined || configuration === undefined) continue;
    for (const { attribute } of usesOfFlag(flag, environmentKey)) attributes.add(attribute);
    for (const required of configuration.prerequisites) flags.add(required.flagKey);
    for (const named of segmentsNamedBy(configuration.rules)) segments.add(named);
  }
  for (const key of segments) {
    const segment = state.segments.get(key);
    if (segment === undefined) continue;
    for (const { attribute } of usesOfSegment(segment)) attributes.add(attribute);
    for (const named of segmentsNamedBy(segment.rules)) segments.add(named);
  }
  return attributes;
}

function usesOfFlag({ key, configurations }: FlagState, environmentKey: string): readonly AttributeUse[] {
  const rules = configurations.get(environmentKey)?.rules ?? [];
  return rules.flatMap(({ conditions, serve }, index) => {
    const place = { flagKey: key, segmentKey: null, rule: index + 1 };
    const bucketBy = bucketAttribute(serve);
    const bucketing =
      bucketBy === undefined ? [] : [{ ...place, role: 'bucketBy' as const, attribute: bucketBy }];
    return [
      ...attributesOf(conditions).map((attribute) => ({ ...place, role: 'condition' as const, attribute })),
      ...bucketing,
    ];
  });
}

function usesOfSegment({ key, included, excluded, rules }: SegmentState): readonly AttributeUse[] {
  const members: readonly AttributeUse[] =
    included.length + excluded.length === 0
      ? []
      : [{ flagKey: null, segmentKey: key, rule: null, role: 'members', attribute: TARGETING_KEY }];
  const conditions = rules.flatMap((rule, index) =>
    attributesOf(rule.conditions).map((attribute) => ({
      flagKey: null,
      segmentKey: key,
      rule: index + 1,
      role: 'condition' as const,
      attribute,
    })),
  );
  return [...members, ...conditions];
}

const attributesOf = (conditions: readonly Condition[]): readonly string[] => [
  ...new Set(
    conditions.filter(({ conditionType }) => conditionType !== 'segment').map(({ attribute }) => attribute),
  ),
];

const bucketAttribute = (serve: Serve): string | undefined =>
  'rollout' in serve ? (serve.rollout.bucketBy ?? TARGETING_KEY) : undefined;
