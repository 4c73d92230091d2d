import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { Configuration } from '../../model/configuration.ts';
import { allTogether } from '../../store/database/statements-together.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { measureFlags, readFlagSetSizes } from '../../store/flags/flag-set-sizes.ts';
import { assertWithinFlagSetLimits, type SizesByEnvironment } from './flag-set-limits.ts';
import type { ProjectSlice } from './load-slice.ts';
import type { FlagWrite, PlannedWrites } from './planned-writes.ts';
import type { WrittenRows } from './write-changes.ts';

/** The sizes of what a change is about before it is written; empty if it changes no size. */
export async function sizesBeforeChange(
  tx: Transaction,
  slice: ProjectSlice,
  writes: PlannedWrites,
  environmentIds: readonly string[],
): Promise<SizesByEnvironment> {
  if (environmentIds.length === 0 || isSwitch(writes)) return new Map();
  return readFlagSetSizes(tx, environmentIds, partsOf(slice, writes));
}

/** What a change has written, and the sizes before. */
interface SizedChange {
  readonly slice: ProjectSlice;
  readonly writes: PlannedWrites;
  readonly rows: WrittenRows;
  readonly environmentIds: readonly string[];
  readonly sizesBefore: SizesByEnvironment;
}

/**
 * Measures what a change has written.
 *
 * @throws RequestError CONFLICT if a flag set has become too large
 */
export async function assertSizesAfterChange(
  tx: Transaction,
  { slice, writes, rows, environmentIds, sizesBefore }: SizedChange,
): Promise<void> {
  if (environmentIds.length === 0 || isSwitch(writes)) return;
  const [, sizes] = await allTogether([
    measureFlags(tx, measuredFlagIds(slice, writes, rows), environmentIds),
    readFlagSetSizes(tx, environmentIds, partsOf(slice, writes, rows)),
  ]);
  await assertWithinFlagSetLimits(tx, sizesBefore, sizes);
}

/** Whether flags are switched on or off, and nothing else: this changes no size. */
function isSwitch({ flags, segments }: PlannedWrites): boolean {
  return segments.length === 0 && flags.every(isSwitched);
}

function isSwitched({ before, after, environmentKeys, isForAllReaders }: FlagWrite): boolean {
  if (before === undefined || after === undefined || isForAllReaders) return false;
  return environmentKeys.every((key) => {
    const [old, current] = [before.configurations.get(key), after.configurations.get(key)];
    return old !== undefined && current !== undefined && isJsonEqual(switchedOff(old), switchedOff(current));
  });
}

const switchedOff = (configuration: Configuration): Configuration => ({ ...configuration, enabled: false });

/** The ids of the flags whose rows have changed in size. */
function measuredFlagIds(
  slice: ProjectSlice,
  { flags }: PlannedWrites,
  rows: WrittenRows,
): readonly string[] {
  const resized = flags.filter(
    ({ before, after, environmentKeys }) =>
      environmentKeys.length > 0 || !isJsonEqual(before?.metadata, after?.metadata),
  );
  return resized.flatMap(({ key }) => (slice.flags.get(key) ?? rows.flags.get(key))?.id ?? []);
}

/** The ids of the flags and segments that a change writes, as far as they exist. */
function partsOf(slice: ProjectSlice, { flags, segments }: PlannedWrites, rows?: WrittenRows) {
  return {
    flagIds: flags.flatMap(({ key }) => (slice.flags.get(key) ?? rows?.flags.get(key))?.id ?? []),
    segmentIds: segments.flatMap(({ key }) => (slice.segments.get(key) ?? rows?.segments.get(key))?.id ?? []),
  };
}
