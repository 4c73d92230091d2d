import type { RelaySnapshot } from '../keys/sdk-key.ts';
import { comparePositions } from '../sync/position.ts';
import { type Replica, standingOf, toSnapshot } from '../sync/replica.ts';
import { encodeEvent } from '../sync/sse-encode.ts';
import type { DeltaData, Position } from '../sync/wire.ts';
import type { ReaderStanding } from '../sync/writer/writer-states.ts';

/** How a reader can be brought up to date, as bytes where it can be by a delta. */
export type Resumption =
  | { readonly standing: Exclude<ReaderStanding, 'delta'> }
  | { readonly standing: 'delta'; readonly bytes: Uint8Array };

/** What a stream tells at one moment, encoded once for all who need it. */
export interface StreamSource {
  readonly position: Position;
  snapshot(): Uint8Array;
  resume(held: Position): Resumption;
}

/** Readers come back from few different positions at once; more than this many are encoded again. */
const REMEMBERED_DELTAS = 64;

/**
 * The source of `GET /stream` at a replica's position.
 *
 * @param latest the same replica, knowing more positions by now
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
      const known = deltas.get(held);
      if (known !== undefined) return known;
      const standing = standingOf(latest(), held);
      if (standing.kind !== 'delta') return { standing: standing.kind };
      const resumption: Resumption = { standing: 'delta', bytes: encodeDelta(standing.delta) };
      if (deltas.size < REMEMBERED_DELTAS) deltas.set(held, resumption);
      return resumption;
    },
  };
}

/** The source of `GET /relay/stream`: always whole, so a reader either has it or gets it. */
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
