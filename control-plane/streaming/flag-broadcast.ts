import type { TimerClock } from '../../shared/model/clock.ts';
import {
  type Broadcaster,
  type BroadcastReader,
  createBroadcaster,
} from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { encodeDelta, flagSource } from '../../shared/streaming/stream-source.ts';
import { applyDelta, type Replica, withHeldPosition } from '../../shared/sync/replica.ts';
import type { DeltaData, Position } from '../../shared/sync/wire.ts';
import { countedReaders, type StreamingCounters } from './streaming-counters.ts';

/** The flag set of one environment in memory, and the readers that follow it. */
export interface FlagBroadcast {
  /** `null` before the first `replace`. */
  readonly position: Position | null;
  readonly readers: number;
  /** Applies a delta and sends it to all readers. */
  advance(delta: DeltaData): void;
  /** Replaces the flag set and sends it to all readers as a snapshot. */
  replace(replica: Replica): void;
  /** Readers may resume from these positions too. */
  remember(positions: readonly Position[]): void;
  /** Sends the current state to a reader and lets it follow, in one tick; `null` before the first `replace`. */
  subscribe(sink: StreamSink, lastEventId: Position | null): BroadcastReader | null;
  /** Ends all streams. */
  close(): void;
}

export function createFlagBroadcast(
  clock: TimerClock,
  verifiedAt: () => number | null,
  counters: StreamingCounters,
): FlagBroadcast {
  let current: { replica: Replica; readonly broadcaster: Broadcaster } | null = null;

  /** Resumes from the latest replica of the same position, which may hold more positions than the first one. */
  const sourceOf = (replica: Replica) =>
    flagSource(replica, () => (current?.replica.position === replica.position ? current.replica : replica));

  return {
    get position() {
      return current?.replica.position ?? null;
    },
    get readers() {
      return current?.broadcaster.readers ?? 0;
    },
    advance(delta) {
      const next = current && applyDelta(current.replica, delta);
      if (!current || !next) return;
      current.replica = next;
      current.broadcaster.advance(sourceOf(next), encodeDelta(delta));
    },
    replace(replica) {
      if (current === null) {
        const counted = countedReaders(counters, 'flags');
        const options = { clock, authority: 'primary', verifiedAt, ...counted } as const;
        current = { replica, broadcaster: createBroadcaster(sourceOf(replica), options) };
        return;
      }
      current.replica = replica;
      // The previous position is not in the database: a backup was restored.
      current.broadcaster.replace(sourceOf(replica), true);
    },
    remember(positions) {
      if (current) current.replica = positions.reduce(withHeldPosition, current.replica);
    },
    subscribe: (sink, lastEventId) => current?.broadcaster.subscribe(sink, lastEventId) ?? null,
    close: () => current?.broadcaster.close(),
  };
}
