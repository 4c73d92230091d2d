import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { Configuration } from '../../model/configuration.ts';
import type {
  ConfigurationChange,
  FlagChange,
  ProjectChange,
  ProjectDiff,
  SegmentChange,
  ValueChange,
} from '../../model/project-change.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { membersOf } from './configuration-members.ts';

/** How two states of a project differ. Flags come first, then segments, each by key; members have a fixed order. */
export function diffStates(before: ProjectState, after: ProjectState): ProjectDiff {
  return [
    ...keysOf(before.flags, after.flags).flatMap((flagKey) =>
      diffFlag(flagKey, before.flags.get(flagKey), after.flags.get(flagKey)),
    ),
    ...keysOf(before.segments, after.segments).flatMap((segmentKey) =>
      diffSegment(before.segments.get(segmentKey), after.segments.get(segmentKey)).map((change) => ({
        ...change,
        segmentKey,
      })),
    ),
  ];
}

/** The keys of both maps, sorted by code units. */
function keysOf(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort();
}

function diffFlag(
  flagKey: string,
  before: FlagState | undefined,
  after: FlagState | undefined,
): readonly ProjectChange[] {
  if (before === after) return [];
  const fields = diffFlagFields(before, after).map((change) => ({ ...change, flagKey }));
  const configurations = {
    before: before?.configurations ?? new Map<string, Configuration>(),
    after: after?.configurations ?? new Map<string, Configuration>(),
  };
  return [
    ...fields,
    ...keysOf(configurations.before, configurations.after).flatMap((environmentKey) =>
      diffConfiguration(
        configurations.before.get(environmentKey),
        configurations.after.get(environmentKey),
      ).map((change) => ({ ...change, flagKey, environmentKey })),
    ),
  ];
}

const typeOf = (flag: FlagState | undefined) => flag && { type: flag.type };

function diffFlagFields(before: FlagState | undefined, after: FlagState | undefined): FlagChange[] {
  return [
    ...diffValue(typeOf(before), typeOf(after), (values) => ({ member: 'flag' as const, ...values })),
    ...diffValue(before?.name, after?.name, (values) => ({ member: 'name' as const, ...values })),
    ...diffValue(before?.description, after?.description, (values) => ({
      member: 'description' as const,
      ...values,
    })),
    ...diffValue(before?.tags, after?.tags, (values) => ({ member: 'tags' as const, ...values })),
    ...diffValue(before?.owner ?? undefined, after?.owner ?? undefined, (values) => ({
      member: 'owner' as const,
      ...values,
    })),
    ...diffValue(before?.clientSide, after?.clientSide, (values) => ({
      member: 'clientSide' as const,
      ...values,
    })),
    ...diffValue(before?.metadata, after?.metadata, (values) => ({ member: 'metadata' as const, ...values })),
    ...diffValue(before?.jsonSchema ?? undefined, after?.jsonSchema ?? undefined, (values) => ({
      member: 'jsonSchema' as const,
      ...values,
    })),
    ...diffValue(before?.archived, after?.archived, (values) => ({ member: 'archived' as const, ...values })),
  ];
}

/** The changes between two configurations of one flag in one environment. */
function diffConfiguration(
  stored: Configuration | undefined,
  changed: Configuration | undefined,
): ConfigurationChange[] {
  if (stored === changed) return [];
  const before = membersOf(stored);
  const after = membersOf(changed);
  const position = (id: string) => positionIn(changed, id) ?? positionIn(stored, id) ?? 0;
  return [
    ...diffValue(before.enabled, after.enabled, (values) => ({ member: 'enabled' as const, ...values })),
    ...diffValue(before.defaultValue, after.defaultValue, (values) => ({
      member: 'defaultValue' as const,
      ...values,
    })),
    ...diffEntries(before.variations, after.variations, (entry) => ({
      member: 'variation' as const,
      ...entry,
    })),
    ...diffValue(before.variationOrder, after.variationOrder, (values) => ({
      member: 'variationOrder' as const,
      ...values,
    })),
    ...diffEntries(before.prerequisites, after.prerequisites, (entry) => ({
      member: 'prerequisite' as const,
      ...entry,
    })),
    ...diffValue(before.prerequisiteOrder, after.prerequisiteOrder, (values) => ({
      member: 'prerequisiteOrder' as const,
      ...values,
    })),
    ...diffEntries(before.rules, after.rules, (entry) => ({
      member: 'rule' as const,
      ...entry,
      position: position(entry.id),
    })),
    ...diffEntries(before.rulePriorities, after.rulePriorities, (entry) => ({
      member: 'rulePriority' as const,
      ...entry,
      position: position(entry.id),
    })),
  ];
}

function positionIn(configuration: Configuration | undefined, ruleId: string): number | undefined {
  const index = configuration?.rules.findIndex(({ id }) => id === ruleId) ?? -1;
  return index < 0 ? undefined : index + 1;
}

function diffSegment(before: SegmentState | undefined, after: SegmentState | undefined): SegmentChange[] {
  if (before === after) return [];
  const keyOf = (segment: SegmentState | undefined) => segment && { key: segment.key };
  return [
    ...diffValue(keyOf(before), keyOf(after), (values) => ({ member: 'segment' as const, ...values })),
    ...diffValue(before?.name, after?.name, (values) => ({ member: 'name' as const, ...values })),
    ...diffValue(before?.description, after?.description, (values) => ({
      member: 'description' as const,
      ...values,
    })),
    ...diffValue(before?.rules, after?.rules, (values) => ({ member: 'rules' as const, ...values })),
    ...diffList(before?.included, after?.included, (lists) => ({ member: 'included' as const, ...lists })),
    ...diffList(before?.excluded, after?.excluded, (lists) => ({ member: 'excluded' as const, ...lists })),
  ];
}

function diffValue<Value, Change>(
  before: Value | undefined,
  after: Value | undefined,
  toChange: (values: ValueChange<Value>) => Change,
): Change[] {
  if (isJsonEqual(before, after)) return [];
  return [toChange(valuesOf(before, after))];
}

function diffEntries<Value, Change>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  toChange: (entry: ValueChange<Value> & { readonly id: string }) => Change,
): Change[] {
  return keysOf(before, after).flatMap((id) =>
    diffValue(before.get(id), after.get(id), (values) => toChange({ id, ...values })),
  );
}

function valuesOf<Value>(before: Value | undefined, after: Value | undefined): ValueChange<Value> {
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function diffList<Change>(
  before: readonly string[] = [],
  after: readonly string[] = [],
  toChange: (lists: { readonly added: readonly string[]; readonly removed: readonly string[] }) => Change,
): Change[] {
  if (before === after) return [];
  const old = new Set(before);
  const current = new Set(after);
  const added = [...current].filter((key) => !old.has(key)).sort();
  const removed = [...old].filter((key) => !current.has(key)).sort();
  return added.length === 0 && removed.length === 0 ? [] : [toChange({ added, removed })];
}
