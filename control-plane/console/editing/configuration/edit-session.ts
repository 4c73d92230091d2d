import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import { type ConfigurationPlace, configurationChanges } from './configuration-changes.ts';
import type { EditedConfiguration, ReadConfiguration } from './edited-configuration.ts';
import { type ConflictWinner, type EditConflict, mergeEdits } from './merge-edits.ts';

/** Edits of one configuration that are not saved. */
export interface LocalEdits {
  /** What was read before the edits. */
  readonly base: ReadConfiguration;
  readonly edited: EditedConfiguration;
}

/** The edits, seen against what the server has now. */
export interface EditSession extends LocalEdits {
  readonly isChanged: boolean;
  /** What others have changed since the edits began; it is part of `edited` already unless there are conflicts. */
  readonly takenOver: ReturnType<typeof configurationChanges>;
  /** What others have changed differently. It must be decided before the edits can be saved. */
  readonly conflicts: readonly EditConflict[];
}

/** Brings local edits, if there are any, onto what the server has now. */
export function editSessionOf(
  place: ConfigurationPlace,
  local: LocalEdits | undefined,
  read: ReadConfiguration,
): EditSession {
  const none = { takenOver: [], conflicts: [] };
  if (local === undefined || isJsonEqual(local.base.configuration, local.edited)) {
    return { base: read, edited: read.configuration, isChanged: false, ...none };
  }
  if (isJsonEqual(local.base.configuration, read.configuration)) {
    return { base: read, edited: local.edited, isChanged: true, ...none };
  }
  const takenOver = configurationChanges(place, local.base.configuration, read.configuration);
  const { merged, conflicts } = mergeEdits(local.base.configuration, local.edited, read.configuration);
  if (conflicts.length > 0) return { ...local, isChanged: true, takenOver, conflicts };
  const isChanged = !isJsonEqual(merged, read.configuration);
  return { base: read, edited: merged, isChanged, takenOver, conflicts };
}

/** Decides every conflict for one side. All other edits of both stay. */
export function resolveConflicts(
  local: LocalEdits,
  read: ReadConfiguration,
  winner: ConflictWinner,
): LocalEdits {
  const { merged } = mergeEdits(local.base.configuration, local.edited, read.configuration, winner);
  return { base: read, edited: merged };
}
