import type { RelaySnapshot } from '../../keys/sdk-key.ts';
import { parsePosition } from '../position.ts';
import type { IncomingEvent } from '../sse-decode.ts';
import type { DeltaData, Position, SnapshotData } from '../wire.ts';
import { readDelta, readRelaySnapshot, readSnapshot } from './read-event-data.ts';

/** A checked event of a stream. `fault`: it breaks the protocol, so the rest of the stream must not be used. */
export type StreamMessage<Snapshot, Delta> =
  | { readonly type: 'snapshot'; readonly position: Position; readonly data: Snapshot }
  | {
      readonly type: 'delta';
      readonly from: Position;
      readonly to: Position;
      readonly data: Delta;
    }
  | { readonly type: 'fault'; readonly reason: string };

/** Reads the events of one kind of stream. */
export interface Channel<Snapshot, Delta> {
  /** `null` for an unknown event: a newer sender may send it, and the reader ignores it. */
  read(event: IncomingEvent): StreamMessage<Snapshot, Delta> | null;
}

/** `GET /stream`: the flag set of one environment. */
export const flagChannel: Channel<SnapshotData, DeltaData> = {
  read(event) {
    if (event.event === 'snapshot') {
      const position = positionOf(event);
      if (position === null) return fault(event, 'its id is not a position');
      const read = readSnapshot(position, event.data);
      return read.ok ? { type: 'snapshot', position, data: read.value } : fault(event, read.problem);
    }
    if (event.event === 'delta') {
      const read = readDelta(event.data);
      if (!read.ok) return fault(event, read.problem);
      const { from, to } = read.value;
      if (event.id !== to) return fault(event, 'its id is not the position in its "to"');
      return { type: 'delta', from, to, data: read.value };
    }
    return null;
  },
};

/** `GET /relay/stream`: the environments and keys that a relay key covers. Always complete. */
export const relayChannel: Channel<RelaySnapshot, never> = {
  read(event) {
    if (event.event !== 'snapshot') return null;
    const position = positionOf(event);
    if (position === null) return fault(event, 'its id is not a position');
    const read = readRelaySnapshot(event.data);
    return read.ok ? { type: 'snapshot', position, data: read.value } : fault(event, read.problem);
  },
};

function positionOf(event: IncomingEvent): Position | null {
  return event.id !== null && parsePosition(event.id) !== null ? event.id : null;
}

function fault(event: IncomingEvent, problem: string): { type: 'fault'; reason: string } {
  return { type: 'fault', reason: `a ${event.event} event is malformed: ${problem}` };
}
