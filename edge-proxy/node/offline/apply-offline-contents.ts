import { formatPosition, versionOf } from '../../../shared/sync/position.ts';
import { replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import type { OfflineContents } from './offline-file.ts';
import { sha256Of } from './stable-ids.ts';

/**
 * Puts the contents of a file into the state. Environments that have not changed stay as they are, so their readers
 * get no message.
 *
 * @param changedAt when the file was last changed, in milliseconds since 1970
 */
export function applyOfflineContents(
  state: EdgeState,
  { relay, flagSets }: OfflineContents,
  changedAt: number,
): void {
  const current = state.relay();
  if (JSON.stringify(current?.snapshot) !== JSON.stringify(relay)) {
    state.setRelay(positionAfter(current?.position, changedAt, relay), relay);
  }
  for (const flagSet of flagSets) {
    const { id } = flagSet.environment;
    const before = state.environment(id)?.position;
    const { committedAt: _, ...contents } = flagSet;
    const position = positionAfter(before, changedAt, contents);
    if (before !== undefined && tokenOf(before) === tokenOf(position)) continue;
    state.setFlags(id, replicaFromSnapshot(position, flagSet), undefined);
  }
}

/** Marks all of the state as current: it has just been compared with the file. */
export function confirmState(state: EdgeState, now: number): void {
  state.confirmRelay(now);
  for (const { id } of state.relay()?.snapshot.environments ?? []) state.confirmFlags(id, now);
}

/**
 * The same position on every edge that serves a copy of the same file: the second in which the file was changed, and a
 * hash of its contents. The version grows with each change, even if the time of the file does not.
 */
function positionAfter(before: Position | undefined, changedAt: number, contents: unknown): Position {
  const version = Math.max(Math.floor(changedAt / 1000), before === undefined ? 1 : versionOf(before) + 1);
  return formatPosition(version, sha256Of(JSON.stringify(contents)).slice(0, 16));
}

function tokenOf(position: Position): string {
  return position.slice(position.indexOf('-') + 1);
}
