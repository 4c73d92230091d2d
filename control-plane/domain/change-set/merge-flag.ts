import type { ConfigurationChange, FlagChange, MergeConflict } from '../../model/project-change.ts';
import type { FlagState } from '../../model/project-state.ts';
import { type ConfigurationMembers, membersOf, toConfigurationState } from './configuration-members.ts';
import { isEmptyConfiguration, mergeIntoConfiguration } from './merge-configuration.ts';
import { mergeMember } from './merge-value.ts';

/** A change of a flag itself, or of one of its configurations. */
export type ChangeOfFlag =
  | (FlagChange & { readonly flagKey: string })
  | (ConfigurationChange & { readonly flagKey: string; readonly environmentKey: string });

type FlagFields = Omit<FlagState, 'key' | 'type' | 'configurations'>;

/** A flag in the middle of a merge: a member that does not exist is `undefined`. */
type UnfinishedFlag = { -readonly [Field in keyof FlagFields]: FlagFields[Field] | undefined } & {
  flag: { readonly type: FlagState['type'] } | undefined;
  readonly configurations: Map<string, ConfigurationMembers>;
};

/**
 * Merges changes of one flag.
 *
 * @param key the key of the flag
 * @param conflicts takes what cannot be merged
 * @returns `undefined` if there is no such flag then
 */
export function mergeFlag(
  key: string,
  current: FlagState | undefined,
  changes: readonly ChangeOfFlag[],
  conflicts: MergeConflict[],
): FlagState | undefined {
  const merged = unfinished(current);
  const before = conflicts.length;
  for (const change of changes) {
    if (!mergeChange(merged, change)) conflicts.push({ change, current: currentValue(current, change) });
  }
  const finished = finish(key, merged);
  const [first] = changes;
  // The flag is deleted on one side and changed on the other.
  const isLost =
    finished === undefined && [...merged.configurations.values()].some((each) => !isEmptyConfiguration(each));
  if (isLost && conflicts.length === before && first !== undefined) conflicts.push({ change: first });
  return conflicts.length === before ? finished : (finished ?? current);
}

function unfinished(flag: FlagState | undefined): UnfinishedFlag {
  return {
    flag: flag && { type: flag.type },
    name: flag?.name,
    description: flag?.description,
    tags: flag?.tags,
    owner: flag?.owner ?? undefined,
    clientSide: flag?.clientSide,
    metadata: flag?.metadata,
    jsonSchema: flag?.jsonSchema ?? undefined,
    archived: flag?.archived,
    configurations: new Map(
      [...(flag?.configurations ?? [])].map(([environmentKey, each]) => [environmentKey, membersOf(each)]),
    ),
  };
}

function mergeChange(merged: UnfinishedFlag, change: ChangeOfFlag): boolean {
  if ('environmentKey' in change) {
    const members = merged.configurations.get(change.environmentKey) ?? membersOf(undefined);
    merged.configurations.set(change.environmentKey, members);
    return mergeIntoConfiguration(members, change);
  }
  switch (change.member) {
    case 'flag':
      return mergeMember(merged, 'flag', change);
    case 'name':
      return mergeMember(merged, 'name', change);
    case 'description':
      return mergeMember(merged, 'description', change);
    case 'tags':
      return mergeMember(merged, 'tags', change);
    case 'owner':
      return mergeMember(merged, 'owner', change);
    case 'clientSide':
      return mergeMember(merged, 'clientSide', change);
    case 'metadata':
      return mergeMember(merged, 'metadata', change);
    case 'jsonSchema':
      return mergeMember(merged, 'jsonSchema', change);
    case 'archived':
      return mergeMember(merged, 'archived', change);
  }
}

function finish(key: string, merged: UnfinishedFlag): FlagState | undefined {
  const {
    flag,
    name,
    description,
    tags,
    owner = null,
    clientSide,
    metadata,
    jsonSchema = null,
    archived,
  } = merged;
  if (
    flag === undefined ||
    name === undefined ||
    description === undefined ||
    tags === undefined ||
    clientSide === undefined ||
    metadata === undefined ||
    archived === undefined
  ) {
    return undefined;
  }
  const configurations = [...merged.configurations].flatMap(([environmentKey, members]) => {
    const configuration = toConfigurationState(members);
    return configuration === undefined ? [] : [[environmentKey, configuration] as const];
  });
  const { type } = flag;
  return {
    key,
    type,
    name,
    description,
    tags,
    owner,
    clientSide,
    metadata,
    jsonSchema,
    archived,
    configurations: new Map(configurations),
  };
}

/** What a change would have changed, as it is now. */
function currentValue(flag: FlagState | undefined, change: ChangeOfFlag): unknown {
  if (flag === undefined) return undefined;
  if (!('environmentKey' in change))
    return change.member === 'flag' ? { type: flag.type } : flag[change.member];
  const members = membersOf(flag.configurations.get(change.environmentKey));
  switch (change.member) {
    case 'variation':
      return members.variations.get(change.id);
    case 'prerequisite':
      return members.prerequisites.get(change.id);
    case 'rule':
      return members.rules.get(change.id);
    case 'rulePriority':
      return members.rulePriorities.get(change.id);
    default:
      return members[change.member];
  }
}
