import type { RelaySnapshot } from '../keys/sdk-key.ts';
import { comparePositions } from '../sync/position.ts';
import { type Replica, standingOf, toSnapshot } from '../sync/replica.ts';
import { encodeEvent } from '../sync/sse-encode.ts';
import type { DeltaData, Position } from '../sync/wire.ts';
import type { ReaderStanding } from '../sync/writer/writer-states.ts';

/** How a reader's position relates to a stream, with the bytes of the delta if a delta brings it up to date. */
export type Resumption =
  | { readonly standing: Exclude<ReaderStanding, 'delta'> }
  | { readonly standing: 'delta'; readonly bytes: Uint8Array };

/** A stream at one position. It encodes its events once for all readers. */
export interface StreamSource {
  readonly position: Position;
  /** The `snapshot` event. */
  snapshot(): Uint8Array;
  resume(held: Position): Resumption;
}

/** Readers resume from few different positions at the same time. The deltas of more positions are encoded each time. */
const MAX_CACHED_DELTAS = 64;

/**
 * The source of `GET /stream` at a replica's position.
 *
 * @param latest the same replica, which may hold more positions
 */
export function flagSource(replica: Replica, latest: () => Replica = () => replica): StreamSource {
  const deltas = new Map<Position, Resumption>();
  let snapshot: Uint8Array | undefined;
  return {
    position: replica.position,
    snapshot: () => {
      snapshot ??= snapshotEvent(replica.position, toSnapshot(replica));
      return snapshot;
    },
    resume(held) {
      const cached = deltas.get(held);
      if (cached !== undefined) return cached;
      const standing = standingOf(latest(), held);
      if (standing.kind !== 'delta') return { standing: standing.kind };
      const resumption: Resumption = { standing: 'delta', bytes: encodeDelta(standing.delta) };
      if (deltas.size < MAX_CACHED_DELTAS) deltas.set(held, resumption);
      return resumption;
    },
  };
}

/** The source of `GET /relay/stream`. It has no deltas: a reader has the current state, or gets a snapshot. */
export function relaySource(position: Position, data: RelaySnapshot): StreamSource {
  let snapshot: Uint8Array | undefined;
  return {
    position,
    snapshot: () => {
      snapshot ??= snapshotEvent(position, data);
      return snapshot;
    },
    resume(held) {
      const order = comparePositions(held, position);
      if (order === 'same') return { standing: 'current' };
      return { standing: order === 'older' ? 'unknown' : 'ahead' };
    },
  };
}

/** The bytes of a `delta` event. */
export function encodeDelta(delta: DeltaData): Uint8Array {
  return encodeEvent({ event: 'delta', id: delta.to, data: JSON.stringify(delta) });
}

function snapshotEvent(position: Position, data: unknown): Uint8Array {
  return encodeEvent({ event: 'snapshot', id: position, data: JSON.stringify(data) });
}
