import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { Configuration } from '../../model/configuration.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';

/** Above this number of operations on a configuration, one operation replaces it as a whole. */
const CONFIGURATION_OPERATIONS = 20;

/**
 * Operations that turn one state of a project into another. Rules keep their ids. If they are too many for a change set,
 * each configuration that changes is replaced as a whole.
 */
export function operationsBetween(before: ProjectState, after: ProjectState): readonly Operation[] {
  const operations = between(before, after, CONFIGURATION_OPERATIONS);
  return operations.length <= LIMITS.changeSetOperations ? operations : between(before, after, 1);
}

/** @param most operations on one configuration */
function between(before: ProjectState, after: ProjectState, most: number): readonly Operation[] {
  const flagKeys = [...new Set([...before.flags.keys(), ...after.flags.keys()])].sort();
  const segmentKeys = [...new Set([...before.segments.keys(), ...after.segments.keys()])].sort();
  return [
    ...segmentKeys.flatMap((key) =>
      segmentOperations(key, before.segments.get(key), after.segments.get(key)),
    ),
    ...flagKeys.flatMap((key) => flagOperations(key, before.flags.get(key), after.flags.get(key), most)),
  ];
}

function flagOperations(
  flagKey: string,
  before: FlagState | undefined,
  after: FlagState | undefined,
  most: number,
): readonly Operation[] {
  if (after === undefined) return before === undefined ? [] : [{ kind: 'flag.delete', flagKey }];
  if (before === undefined) return createOperations(after);
  const patch = changedMembers(editable(before), editable(after));
  return [
    ...(patch === undefined ? [] : [{ kind: 'flag.update' as const, flagKey, patch }]),
    ...(before.archived === after.archived ? [] : [archiveOperation(after)]),
    ...[...after.configurations].flatMap(([environmentKey, configuration]) => {
      const stored = before.configurations.get(environmentKey);
      const target = { flagKey, environmentKey };
      const operations = configurationOperations(target, stored, configuration);
      return operations.length > most ? [replacementOf(target, configuration)] : operations;
    }),
  ];
}

const editable = ({ name, description, tags, owner, clientSide, metadata, jsonSchema }: FlagState) => ({
  name,
  description,
  tags,
  owner,
  clientSide,
  metadata,
  jsonSchema,
});

const archiveOperation = ({ key, archived }: FlagState): Operation => ({
  kind: archived ? 'flag.archive' : 'flag.restore',
  flagKey: key,
});

/** The flag starts with values of its first configuration; then each configuration is written as a whole. */
function createOperations(flag: FlagState): readonly Operation[] {
  const [first] = flag.configurations.values();
  const { variations = [], defaultValue = null } = first ?? {};
  const value = defaultValue ?? variations[0]?.value;
  return [
    {
      kind: 'flag.create',
      flag: { key: flag.key, type: flag.type, ...editable(flag), variations, defaultValue: value },
    },
    ...[...flag.configurations].map(([environmentKey, configuration]) =>
      replacementOf({ flagKey: flag.key, environmentKey }, configuration),
    ),
    ...(flag.archived ? [archiveOperation(flag)] : []),
  ];
}

interface Target {
  readonly flagKey: string;
  readonly environmentKey: string;
}

const replacementOf = (target: Target, configuration: Configuration): Operation => ({
  kind: 'configuration.replace',
  ...target,
  configuration,
});

function configurationOperations(
  target: Target,
  before: Configuration | undefined,
  after: Configuration,
): readonly Operation[] {
  if (before === undefined) return [replacementOf(target, after)];
  const { rules: oldRules, ...oldMembers } = before;
  const { rules: newRules, ...newMembers } = after;
  const patch = changedMembers(oldMembers, newMembers);
  const removed = oldRules.filter(({ id }) => !newRules.some((rule) => rule.id === id));
  return [
    ...(patch === undefined ? [] : [{ kind: 'configuration.update' as const, ...target, patch }]),
    ...removed.map(({ id }): Operation => ({ kind: 'rule.remove', ...target, ruleId: id })),
    ...newRules.flatMap((rule): Operation[] => {
      const stored = oldRules.find(({ id }) => id === rule.id);
      if (stored === undefined) return [{ kind: 'rule.add', ...target, rule }];
      const { id, ...members } = rule;
      const { id: _, ...storedMembers } = stored;
      const changed = changedMembers(storedMembers, members);
      return changed === undefined ? [] : [{ kind: 'rule.update', ...target, ruleId: id, patch: changed }];
    }),
  ];
}

function segmentOperations(
  segmentKey: string,
  before: SegmentState | undefined,
  after: SegmentState | undefined,
): readonly Operation[] {
  if (after === undefined) return before === undefined ? [] : [{ kind: 'segment.delete', segmentKey }];
  if (before === undefined) {
    const segment = { ...after, included: [], excluded: [] };
    return [{ kind: 'segment.create', segment }, ...memberOperations(segment, after)];
  }
  const fields = ({ name, description, rules }: SegmentState) => ({ name, description, rules });
  const patch = changedMembers(fields(before), fields(after));
  return [
    ...(patch === undefined ? [] : [{ kind: 'segment.update' as const, segmentKey, patch }]),
    ...memberOperations(before, after),
  ];
}

function memberOperations(before: SegmentState, after: SegmentState): readonly Operation[] {
  return (['included', 'excluded'] as const).flatMap((list) => {
    const old = new Set(before[list]);
    const current = new Set(after[list]);
    const remove = [...old].filter((key) => !current.has(key));
    const add = [...current].filter((key) => !old.has(key));
    // Removals come first, so that a list never has more members than before or after.
    const none = { add: [], remove: [] };
    return [
      ...inParts(remove).map((part) => ({ add: [], remove: part })),
      ...inParts(add).map((part) => ({ add: part, remove: [] })),
    ].map(
      (changes): Operation => ({
        kind: 'segment.members',
        segmentKey: after.key,
        included: list === 'included' ? changes : none,
        excluded: list === 'excluded' ? changes : none,
      }),
    );
  });
}

const MEMBERS_PER_OPERATION = 10_000;

function inParts(keys: readonly string[]): readonly (readonly string[])[] {
  const parts = Math.ceil(keys.length / MEMBERS_PER_OPERATION);
  return Array.from({ length: parts }, (_, index) =>
    keys.slice(index * MEMBERS_PER_OPERATION, (index + 1) * MEMBERS_PER_OPERATION),
  );
}

/** The members that differ; `undefined` if none does. */
function changedMembers<T extends object>(before: T, after: T): Partial<T> | undefined {
  const changed: Partial<T> = {};
  let isChanged = false;
  for (const member in after) {
    if (isJsonEqual(before[member], after[member])) continue;
    changed[member] = after[member];
    isChanged = true;
  }
  return isChanged ? changed : undefined;
}
