import { type DiffChange, type DiffEntry, entriesOf } from './change-words.ts';

/** What changes of one flag or segment: as a whole, or in one environment. */
export interface DiffGroup {
  readonly id: string;
  readonly kind: 'flag' | 'segment';
  /** The key of the flag or segment. */
  readonly key: string;
  readonly environmentKey: string | undefined;
  readonly entries: readonly DiffEntry[];
}

/** The changes of a diff by flag and environment, in the order of the diff. A new flag that is off has no lines for its environments. */
export function groupChanges(changes: readonly DiffChange[]): readonly DiffGroup[] {
  const isImplied = impliedByWhole(changes);
  const groups = new Map<string, DiffGroup & { readonly entries: DiffEntry[] }>();
  for (const change of changes) {
    const entries = isImplied(change) ? [] : entriesOf(change);
    if (entries.length === 0) continue;
    const group = groupOf(change);
    const known = groups.get(group.id);
    if (known === undefined) groups.set(group.id, { ...group, entries: [...entries] });
    else known.entries.push(...entries);
  }
  return [...groups.values()];
}

function groupOf({ flagKey, segmentKey = '', environmentKey }: DiffChange): DiffGroup {
  const kind = flagKey === undefined ? 'segment' : 'flag';
  const key = flagKey ?? segmentKey;
  return { id: JSON.stringify([kind, key, environmentKey]), kind, key, environmentKey, entries: [] };
}

const ownerOf = ({ flagKey, segmentKey }: DiffChange): string => JSON.stringify([flagKey, segmentKey]);

/** Everything of what is deleted goes with it; a new flag starts off. */
function impliedByWhole(changes: readonly DiffChange[]): (change: DiffChange) => boolean {
  const wholes = changes.filter(({ member }) => member === 'flag' || member === 'segment');
  const deleted = new Set(wholes.filter(({ after }) => after === undefined).map(ownerOf));
  const created = new Set(wholes.filter(({ before }) => before === undefined).map(ownerOf));
  return (change) => {
    if (change.member === 'flag' || change.member === 'segment') return false;
    if (deleted.has(ownerOf(change))) return true;
    if (!created.has(ownerOf(change))) return false;
    return isEmpty(change.after) && change.added === undefined && change.removed === undefined;
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === false ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
