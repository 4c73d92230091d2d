import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ValueChange } from '../../model/project-change.ts';

/** The value of a member after a merge, or that it cannot be merged. */
type MergedValue<Value> =
  | { readonly isConflict: false; readonly value: Value | undefined }
  | { readonly isConflict: true };

/** Makes a change if the value is as it was when the change was made, or as the change makes it. */
function mergeValue<Value>(
  current: Value | undefined,
  { before, after }: ValueChange<Value>,
): MergedValue<Value> {
  const isUnchanged = isJsonEqual(current, before) || isJsonEqual(current, after);
  return isUnchanged ? { isConflict: false, value: after } : { isConflict: true };
}

/** Merges a change of one entry of a map. @returns whether it could be merged */
export function mergeEntry<Value>(
  entries: Map<string, Value>,
  id: string,
  change: ValueChange<Value>,
): boolean {
  const merged = mergeValue(entries.get(id), change);
  if (merged.isConflict) return false;
  if (merged.value === undefined) entries.delete(id);
  else entries.set(id, merged.value);
  return true;
}

/** Merges a change of one member of an object. @returns whether it could be merged */
export function mergeMember<Member extends string, Value>(
  target: { [Name in Member]: Value | undefined },
  member: Member,
  change: ValueChange<Value>,
): boolean {
  const merged = mergeValue(target[member], change);
  if (merged.isConflict) return false;
  target[member] = merged.value;
  return true;
}
