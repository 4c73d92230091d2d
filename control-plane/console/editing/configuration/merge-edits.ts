import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import type { EditedConfiguration } from './edited-configuration.ts';

/** A member that two people have changed differently. */
export interface EditConflict {
  readonly member: keyof EditedConfiguration;
  /** Of a list: the key of the variation or prerequisite, the id of the rule; absent for the order of a list. */
  readonly id?: string;
}

export interface MergedEdits {
  /** With the own version, or theirs, of what conflicts, as asked for. */
  readonly merged: EditedConfiguration;
  readonly conflicts: readonly EditConflict[];
}

/** Whose version of a conflicting member stays. */
export type ConflictWinner = 'mine' | 'theirs';

interface Sides<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

/**
 * Merges own edits into a configuration that somebody else has changed meanwhile. Entries of lists are merged one by one: variations and
 * prerequisites by key, rules by id.
 *
 * @param base what was read before the own edits
 */
export function mergeEdits(
  base: EditedConfiguration,
  mine: EditedConfiguration,
  theirs: EditedConfiguration,
  winner: ConflictWinner = 'mine',
): MergedEdits {
  const conflicts: EditConflict[] = [];
  const scalar = <Name extends 'enabled' | 'defaultValue'>(member: Name): EditedConfiguration[Name] =>
    mergeValue({ base: base[member], mine: mine[member], theirs: theirs[member] }, winner, () =>
      conflicts.push({ member }),
    );
  const list = <Entry>(
    member: 'variations' | 'prerequisites' | 'rules',
    entriesOf: (side: EditedConfiguration) => readonly Entry[],
    idOf: (entry: Entry) => string,
  ) =>
    mergeList(
      { base: entriesOf(base), mine: entriesOf(mine), theirs: entriesOf(theirs) },
      { idOf, winner, onConflict: (id) => conflicts.push(id === undefined ? { member } : { member, id }) },
    );
  const merged: EditedConfiguration = {
    enabled: scalar('enabled'),
    defaultValue: scalar('defaultValue'),
    variations: list(
      'variations',
      ({ variations }) => variations,
      ({ key }) => key,
    ),
    prerequisites: list(
      'prerequisites',
      ({ prerequisites }) => prerequisites,
      ({ flagKey }) => flagKey,
    ),
    rules: list(
      'rules',
      ({ rules }) => rules,
      ({ id }) => id,
    ),
  };
  return { merged, conflicts };
}

function mergeValue<T>({ base, mine, theirs }: Sides<T>, winner: ConflictWinner, onConflict: () => void): T {
  if (isJsonEqual(base, mine) || isJsonEqual(mine, theirs)) return theirs;
  if (isJsonEqual(base, theirs)) return mine;
  onConflict();
  return winner === 'mine' ? mine : theirs;
}

interface ListMerge<Entry> {
  readonly idOf: (entry: Entry) => string;
  readonly winner: ConflictWinner;
  /** `undefined`: the order of the entries. */
  readonly onConflict: (id: string | undefined) => void;
}

function mergeList<Entry>(
  lists: Sides<readonly Entry[]>,
  { idOf, winner, onConflict }: ListMerge<Entry>,
): readonly Entry[] {
  const byId = (entries: readonly Entry[]) => new Map(entries.map((entry) => [idOf(entry), entry]));
  const sides = { base: byId(lists.base), mine: byId(lists.mine), theirs: byId(lists.theirs) };
  const ids = {
    base: [...sides.base.keys()],
    mine: [...sides.mine.keys()],
    theirs: [...sides.theirs.keys()],
  };
  const order = mergeOrder(ids, winner, () => onConflict(undefined));
  return order.flatMap((id) => {
    const entry = mergeValue<Entry | undefined>(
      { base: sides.base.get(id), mine: sides.mine.get(id), theirs: sides.theirs.get(id) },
      winner,
      () => onConflict(id),
    );
    return entry === undefined ? [] : [entry];
  });
}

/** The order of all ids of both sides. Which of them stay is decided entry by entry. */
function mergeOrder(
  { base, mine, theirs }: Sides<readonly string[]>,
  winner: ConflictWinner,
  onConflict: () => void,
): readonly string[] {
  const common = (order: readonly string[]) =>
    order.filter((id) => base.includes(id) && mine.includes(id) && theirs.includes(id));
  const first = mergeValue(
    { base: common(base), mine: common(mine), theirs: common(theirs) },
    winner,
    onConflict,
  );
  const isMine = isJsonEqual(first, common(mine));
  return isMine ? withMissing(mine, theirs) : withMissing(theirs, mine);
}

/** Puts each id that only `others` has behind the one that precedes it there. */
function withMissing(order: readonly string[], others: readonly string[]): readonly string[] {
  const merged = [...order];
  others.forEach((id, index) => {
    if (merged.includes(id)) return;
    const before = others.slice(0, index).findLast((each) => merged.includes(each));
    merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, id);
  });
  return merged;
}
