import { flagChannel } from '../../../shared/sync/reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot, toSnapshot } from '../../../shared/sync/replica.ts';
import type { DeltaData } from '../../../shared/sync/wire.ts';
import type { LogRecord, StateLog } from './state-log.ts';

/** Deltas may weigh this much before a snapshot replaces them, however small the snapshot is. In bytes. */
export const LEAST_DELTAS = 64 * 1024;

/** The replica that a log leads to; what it cannot follow ends the reading. `undefined`: the log holds none. */
export function replayFlags(records: readonly LogRecord[]): Replica | undefined {
  let replica: Replica | undefined;
  for (const { kind, id, data } of records) {
    const message = flagChannel.read({ event: kind, id, data });
    if (message?.type === 'snapshot') replica = replicaFromSnapshot(message.position, message.data);
    else if (message?.type === 'delta' && replica) {
      const next = applyDelta(replica, message.data);
      if (next === null) return replica;
      replica = next;
    } else return replica;
  }
  return replica;
}

/** Keeps a replica; `delta` is how it came from the one kept before, where it did. */
export function keepFlags(log: StateLog, replica: Replica, delta: DeltaData | undefined): void {
  if (delta) log.write({ kind: 'delta', id: delta.to, data: JSON.stringify(delta) });
  const { snapshot, deltas } = log.size();
  if (delta && deltas <= Math.max(snapshot, LEAST_DELTAS)) return;
  log.write({ kind: 'snapshot', id: replica.position, data: JSON.stringify(toSnapshot(replica)) });
}
