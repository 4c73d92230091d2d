import type { ListChanges } from '../../model/operation.ts';

/** A list of members after a change. */
export interface ChangedList {
  readonly members: readonly string[];
  readonly isChanged: boolean;
  /** What an audit entry contains: the keys that were really added or removed, and the length of the list. */
  readonly audited: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly count: number;
  };
}

/** Members keep their order; new ones follow, in the order given. */
export function changeList(before: readonly string[], { add, remove }: ListChanges): ChangedList {
  const present = new Set(before);
  const added = [...new Set(add)].filter((key) => !present.has(key));
  const removed = [...new Set(remove)].filter((key) => present.has(key));
  const gone = new Set(removed);
  const members = [...before.filter((key) => !gone.has(key)), ...added];
  return {
    members,
    isChanged: added.length > 0 || removed.length > 0,
    audited: { added, removed, count: members.length },
  };
}
