import type { ConfigurationChange, ValueChange } from '../../model/project-change.ts';
import type { ConfigurationMembers } from './configuration-members.ts';
import { mergeOrder } from './merge-order.ts';
import { mergeEntry, mergeMember } from './merge-value.ts';

/** Merges one change into a configuration. @returns whether it could be merged */
export function mergeIntoConfiguration(members: ConfigurationMembers, change: ConfigurationChange): boolean {
  switch (change.member) {
    case 'enabled':
      return mergeMember(members, 'enabled', change);
    case 'defaultValue':
      return mergeMember(members, 'defaultValue', change);
    case 'variation':
      return mergeEntry(members.variations, change.id, change);
    case 'prerequisite':
      return mergeEntry(members.prerequisites, change.id, change);
    case 'rule':
      return mergeEntry(members.rules, change.id, change);
    case 'rulePriority':
      return mergeEntry(members.rulePriorities, change.id, change);
    case 'variationOrder':
    case 'prerequisiteOrder':
      return mergeOrderMember(members, change.member, change);
  }
}

function mergeOrderMember(
  members: ConfigurationMembers,
  member: 'variationOrder' | 'prerequisiteOrder',
  change: ValueChange<readonly string[]>,
): boolean {
  const current = members[member];
  if (current === undefined || change.before === undefined || change.after === undefined) {
    return mergeMember<typeof member, readonly string[]>(members, member, change);
  }
  const merged = mergeOrder(current, change);
  if (merged === undefined) return false;
  members[member] = merged;
  return true;
}

/** Whether nothing of a configuration is left. */
export function isEmptyConfiguration(members: ConfigurationMembers): boolean {
  const maps = [members.variations, members.prerequisites, members.rules, members.rulePriorities];
  return members.enabled === undefined && maps.every(({ size }) => size === 0);
}
