import { flagChannel, relayChannel } from '../../../../shared/sync/reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import type { EdgeState } from '../edge-state.ts';
import type { StoredEvent, StoredStream } from './state-store.ts';

/** Why what is stored cannot be used, in one phrase; `undefined`: it can, and is in the state now. */
export type RestoreProblem = string | undefined;

const NO_SNAPSHOT = 'it holds no snapshot';

/**
 * Takes stored environments and keys into the state, with the checks that the relay stream's reader makes.
 *
 * @param now milliseconds since 1970; nothing counts as more current than that, even if the clock was set back
 */
export function restoreRelay(state: EdgeState, stored: StoredStream, now: number): RestoreProblem {
  const [event] = stored.events;
  const message = event && relayChannel.read({ event: event.kind, id: event.id, data: event.data });
  if (message?.type === 'fault') return message.reason;
  if (message?.type !== 'snapshot') return NO_SNAPSHOT;
  state.setRelay(message.position, message.data);
  state.confirmRelay(Math.min(stored.currentAsOf ?? 0, now));
  return undefined;
}

/** Takes the stored flags of an environment into the state, likewise. The relay that names it comes first. */
export function restoreFlags(
  state: EdgeState,
  environmentId: string,
  stored: StoredStream,
  now: number,
): RestoreProblem {
  const replayed = replayFlags(stored.events);
  if (typeof replayed === 'string') return replayed;
  if (replayed.environment.id !== environmentId) return 'it is about another environment';
  state.setFlags(environmentId, replayed, undefined);
  const currentAsOf = stored.currentAsOf ?? Date.parse(replayed.committedAt);
  state.confirmFlags(environmentId, Math.min(currentAsOf, now));
  return undefined;
}

/** The replica that the events lead to, up to the first delta that cannot be applied; or why there is none. */
function replayFlags(events: readonly StoredEvent[]): Replica | string {
  let replica: Replica | string = NO_SNAPSHOT;
  for (const { kind, id, data } of events) {
    const message = flagChannel.read({ event: kind, id, data });
    if (message?.type === 'snapshot') replica = replicaFromSnapshot(message.position, message.data);
    else if (typeof replica === 'string') return message?.type === 'fault' ? message.reason : replica;
    else {
      const next: Replica | null = message?.type === 'delta' ? applyDelta(replica, message.data) : null;
      if (next === null) return replica;
      replica = next;
    }
  }
  return replica;
}
