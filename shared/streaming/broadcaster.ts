import type { TimerClock } from '../model/clock.ts';
import { encodeHeartbeat, encodeRetry } from '../sync/sse-encode.ts';
import type { Position } from '../sync/wire.ts';
import { type Authority, answerReader, stepWriter } from '../sync/writer/writer-machine.ts';
import {
  type CloseReason,
  DEFAULT_WRITER_LIMITS,
  type WriterAction,
  type WriterEvent,
  type WriterLimits,
  type WriterState,
  type WriterSurroundings,
} from '../sync/writer/writer-states.ts';
import type { StreamSink } from './sink.ts';
import type { StreamSource } from './stream-source.ts';

/** How often heartbeats are sent. */
const HEARTBEAT_MS = 15_000;
/** How often readers are looked after between changes. */
const TICK_MS = 5_000;
/** What clients without a backoff of their own are told to wait before they come back. */
const RETRY_MS = 1_000;

export interface BroadcasterOptions {
  readonly clock: TimerClock;
  readonly authority: Authority;
  /** When the state that is broadcast was last known to be what the database holds; `null`: never. */
  readonly verifiedAt: () => number | null;
  readonly limits?: WriterLimits;
  /** Told of every reader that is gone. */
  readonly onReaderGone?: (because: CloseReason) => void;
}

/** One connected reader. */
export interface BroadcastReader {
  /** Ends its stream. Safe to call twice. */
  close(): void;
}

/** Sends one stream to all its readers: each event is encoded once, and a slow reader slows nobody. */
export interface Broadcaster {
  readonly source: StreamSource;
  readonly readers: number;
  /** Answers a reader from the current state and lets it follow from there, all in the same tick. */
  subscribe(sink: StreamSink, lastEventId: Position | null): BroadcastReader;
  /** Moves on by one delta: `change` is its event, from the position so far to that of `next`. */
  advance(next: StreamSource, change: Uint8Array): void;
  /** Moves on by a snapshot, to everybody. `restored`: it is not newer, a backup was restored. */
  replace(next: StreamSource, restored: boolean): void;
  /** Ends all streams; later readers are ended at once. */
  close(): void;
}

interface Connected {
  readonly sink: StreamSink;
  state: WriterState;
  writtenBytes: number;
}

export function createBroadcaster(first: StreamSource, options: BroadcasterOptions): Broadcaster {
  const { clock, authority, verifiedAt, limits = DEFAULT_WRITER_LIMITS, onReaderGone } = options;
  const readers = new Set<Connected>();
  const retry = encodeRetry(RETRY_MS);
  let source = first;
  let closed = false;
  let lastHeartbeatAt = clock.now();
  let cancelTick: (() => void) | undefined;

  const around = (reader: Connected): WriterSurroundings => {
    const { bufferedBytes } = reader.sink;
    return {
      now: clock.now(),
      bufferedBytes,
      takenBytes: reader.writtenBytes - bufferedBytes,
      snapshotBytes: () => source.snapshot().byteLength,
      limits,
    };
  };
  const heartbeat = () => {
    const at = verifiedAt();
    return encodeHeartbeat(at === null ? null : clock.now() - at);
  };
  const bytesOf = (action: WriterAction, change: Uint8Array | undefined): Uint8Array | undefined => {
    switch (action.do) {
      case 'send snapshot':
        return source.snapshot();
      case 'send change':
        return change;
      case 'send delta': {
        const resumption = source.resume(action.from);
        return resumption.standing === 'delta' ? resumption.bytes : source.snapshot();
      }
      case 'send heartbeat':
        return heartbeat();
      case 'close':
        return undefined;
    }
  };
  const enter = (
    reader: Connected,
    transition: { readonly state: WriterState; readonly actions: readonly WriterAction[] },
    change?: Uint8Array,
  ) => {
    const wasOpen = reader.state.name !== 'closed';
    reader.state = transition.state;
    for (const action of transition.actions) {
      const bytes = bytesOf(action, change);
      if (bytes === undefined) continue;
      reader.writtenBytes += bytes.byteLength;
      reader.sink.write(bytes);
    }
    if (!wasOpen || transition.state.name !== 'closed') return;
    readers.delete(reader);
    if (readers.size === 0) stopTicking();
    onReaderGone?.(transition.state.because);
    reader.sink.close();
  };
  const tell = (reader: Connected, event: WriterEvent, change?: Uint8Array) =>
    enter(reader, stepWriter(reader.state, event, around(reader)), change);
  const tellAll = (event: WriterEvent, change?: Uint8Array) => {
    for (const reader of [...readers]) tell(reader, event, change);
  };

  const tick = () => {
    const now = clock.now();
    const heartbeatDue = now - lastHeartbeatAt >= HEARTBEAT_MS;
    if (heartbeatDue) lastHeartbeatAt = now;
    cancelTick = clock.setTimer(tick, TICK_MS);
    tellAll({ type: 'tick', heartbeatDue, verifiedAt: verifiedAt() });
  };
  const stopTicking = () => {
    cancelTick?.();
    cancelTick = undefined;
  };
  const standingOf = (held: Position) => source.resume(held).standing;

  return {
    get source() {
      return source;
    },
    get readers() {
      return readers.size;
    },
    subscribe(sink, lastEventId) {
      const memory = { uncountedBytes: 0, takenBytes: 0, progressAt: clock.now() };
      const reader: Connected = { sink, writtenBytes: 0, state: { name: 'live', memory } };
      if (closed) {
        sink.close();
        return { close: () => {} };
      }
      readers.add(reader);
      reader.writtenBytes += retry.byteLength;
      sink.write(retry);
      const held = lastEventId === null ? null : { position: lastEventId, standing: standingOf(lastEventId) };
      enter(reader, answerReader(held, authority, around(reader)));
      sink.onClosed(() => tell(reader, { type: 'left' }));
      sink.onDrained(() => tell(reader, { type: 'drained' }));
      if (readers.size > 0) cancelTick ??= clock.setTimer(tick, TICK_MS);
      return { close: () => tell(reader, { type: 'end' }) };
    },
    advance(next, change) {
      source = next;
      tellAll({ type: 'advanced', changeBytes: change.byteLength, standingOf }, change);
    },
    replace(next, restored) {
      source = next;
      tellAll({ type: 'replaced', restored, standingOf });
    },
    close() {
      closed = true;
      tellAll({ type: 'end' });
      stopTicking();
    },
  };
}
