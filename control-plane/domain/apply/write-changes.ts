import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import {
  type ChangedConfiguration,
  type NewConfiguration,
  writeConfigurations,
} from '../../store/flags/configuration-writer.ts';
import {
  deleteFlag,
  insertFlag,
  setFlagArchived,
  stampFlag,
  updateFlag,
} from '../../store/flags/flag-writer.ts';
import type { FlagRow } from '../../store/flags/flags.ts';
import {
  deleteSegment,
  insertSegment,
  stampSegment,
  updateSegment,
} from '../../store/segments/segment-writer.ts';
import type { SegmentRow } from '../../store/segments/segments.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';
import { editableFlagFields } from './flag-audit.ts';
import type { ProjectSlice } from './load-slice.ts';
import type { FlagWrite, PlannedWrites, SegmentWrite } from './planned-writes.ts';

/** The rows of the flags and segments that a change has written and that exist after it, by key. */
export interface WrittenRows {
  readonly flags: ReadonlyMap<string, FlagRow>;
  readonly segments: ReadonlyMap<string, SegmentRow>;
}

interface WriteContext {
  readonly tx: Transaction;
  readonly userId: string;
  readonly slice: ProjectSlice;
  readonly versions: TakenVersions;
}

/** Writes the rows of a change. Segments come first, because flags refer to them. */
export async function writeChanges(context: WriteContext, writes: PlannedWrites): Promise<WrittenRows> {
  const segments = new Map<string, SegmentRow>();
  for (const write of inOrderOfReferences(writes.segments)) {
    const row = await writeSegment(context, write);
    if (row !== undefined) segments.set(write.key, row);
  }
  const flags = new Map<string, FlagRow>();
  for (const write of writes.flags) {
    const row = await writeFlag(context, write);
    if (row !== undefined) flags.set(write.key, row);
  }
  const created = writes.flags.filter(({ before }) => before === undefined);
  const changed = writes.flags.filter(({ before }) => before !== undefined);
  await writeConfigurations(
    context.tx,
    context.slice.projectId,
    created.flatMap((write) => newConfigurations(context, write, flags.get(write.key)?.id)),
    changed.flatMap((write) => changedConfigurations(context, write)),
  );
  return { flags, segments };
}

async function writeSegment(
  { tx, userId, slice, versions }: WriteContext,
  { key, after, isForAllReaders }: SegmentWrite,
): Promise<SegmentRow | undefined> {
  const { projectId } = slice;
  const stored = slice.segments.get(key);
  if (after === undefined) {
    if (stored === undefined) return undefined;
    await stampSegment(tx, stored.id, versions);
    await deleteSegment(tx, stored.id);
    return undefined;
  }
  const summary =
    stored === undefined
      ? await insertSegment(tx, projectId, userId, after)
      : await updateSegment(tx, projectId, stored.id, after);
  if (isForAllReaders) await stampSegment(tx, summary.id, versions);
  const { name, description, included, excluded, rules } = after;
  return { ...summary, name, description, included, excluded, rules };
}

/** A segment after the segments that its rules refer to: rules are stored with the ids of those. */
function inOrderOfReferences(writes: readonly SegmentWrite[]): readonly SegmentWrite[] {
  const waiting = new Map(writes.map((write) => [write.key, write]));
  const ordered: SegmentWrite[] = [];
  const visit = (write: SegmentWrite) => {
    if (!waiting.delete(write.key)) return;
    for (const key of segmentsNamedBy(write.after?.rules ?? [])) {
      const needed = waiting.get(key);
      if (needed !== undefined) visit(needed);
    }
    ordered.push(write);
  };
  for (const write of writes) visit(write);
  return ordered;
}

/** @returns the row of the flag; `undefined` if it is deleted */
async function writeFlag(
  { tx, userId, slice, versions }: WriteContext,
  { key, before, after, isForAllReaders }: FlagWrite,
): Promise<FlagRow | undefined> {
  const stored = slice.flags.get(key);
  if (stored === undefined || before === undefined) {
    if (after === undefined) return undefined;
    const inserted = await insertFlag(tx, slice.projectId, userId, after);
    // A deleted flag that was archived comes back archived.
    return after.archived ? setFlagArchived(tx, inserted.id, true) : inserted;
  }
  if (isForAllReaders) await stampFlag(tx, stored.id, versions, userId);
  if (after === undefined) {
    await deleteFlag(tx, stored.id);
    return undefined;
  }
  const fields = editableFlagFields(after);
  const isEdited = !isJsonEqual(editableFlagFields(before), fields);
  const row = isEdited ? await updateFlag(tx, stored.id, fields) : stored;
  return before.archived === after.archived ? row : setFlagArchived(tx, stored.id, after.archived);
}

function newConfigurations(
  { slice, versions, userId }: WriteContext,
  { after }: FlagWrite,
  flagId: string | undefined,
): readonly NewConfiguration[] {
  return slice.environments.flatMap(({ id, key }) => {
    const configuration = after?.configurations.get(key);
    const taken = versions.get(id);
    if (flagId === undefined || configuration === undefined || taken === undefined) return [];
    const stamp = { version: taken.version, userId };
    return { environmentId: id, flagId, after: configuration, stamp };
  });
}

function changedConfigurations(
  { slice, versions, userId }: WriteContext,
  { key, after, environmentKeys }: FlagWrite,
): readonly ChangedConfiguration[] {
  return slice.environments.flatMap((environment) => {
    const configuration = after?.configurations.get(environment.key);
    const stored = slice.configurations.get(key)?.get(environment.key);
    const taken = versions.get(environment.id);
    if (!environmentKeys.includes(environment.key)) return [];
    if (configuration === undefined || stored === undefined || taken === undefined) return [];
    const stamp = { version: taken.version, userId };
    return { environmentId: environment.id, stored, after: configuration, stamp };
  });
}
