import type { TimerClock } from '../model/clock.ts';
import { encodeHeartbeat, encodeRetry } from '../sync/sse-encode.ts';
import type { Position } from '../sync/wire.ts';
import type { Authority } from '../sync/writer/writer-machine.ts';
import {
  type CloseReason,
  DEFAULT_WRITER_LIMITS,
  type WriterEvent,
  type WriterLimits,
} from '../sync/writer/writer-states.ts';
import { type ConnectedReader, createConnectedReader, type StreamContext } from './connected-reader.ts';
import type { StreamSink } from './sink.ts';
import type { StreamSource } from './stream-source.ts';

const HEARTBEAT_MS = 15_000;
/** How often readers are checked between changes, for heartbeats and for stalled readers. */
const TICK_MS = 5_000;
/** The backoff of clients that have none of their own. */
const RETRY_MS = 1_000;

export interface BroadcasterOptions {
  readonly clock: TimerClock;
  readonly authority: Authority;
  /** When the state of the stream was last known to be what the database holds; `null`: never. */
  readonly verifiedAt: () => number | null;
  readonly limits?: WriterLimits;
  /** Called for every reader whose stream has ended. */
  readonly onReaderClosed?: (reason: CloseReason) => void;
  /** Called when the queue of a reader is full; one snapshot replaces what it would have got. */
  readonly onQueueReplaced?: () => void;
}

/** The stream of one connected reader. */
export interface BroadcastReader {
  /** Ends the stream. Safe to call twice. */
  close(): void;
}

/** Sends one stream to many readers. Each event is encoded once, and a slow reader does not slow down the others. */
export interface Broadcaster {
  readonly source: StreamSource;
  /** The number of connected readers. */
  readonly readers: number;
  /** Sends a reader what it needs to follow the stream from `lastEventId`; it gets all later changes. Synchronous. */
  subscribe(sink: StreamSink, lastEventId: Position | null): BroadcastReader;
  /** Moves to `next` by one delta. `change` is the event of that delta, encoded. */
  advance(next: StreamSource, change: Uint8Array): void;
  /** Moves to `next` by a snapshot. `restored`: it is not newer, because a backup was restored. */
  replace(next: StreamSource, restored: boolean): void;
  /** Ends all streams, and at once those of later readers. */
  close(): void;
}

export function createBroadcaster(first: StreamSource, options: BroadcasterOptions): Broadcaster {
  let source = first;
  let closed = false;
  const readers = createConnectedReaders(options, () => source);
  const standingOf = (position: Position) => source.resume(position).standing;

  return {
    get source() {
      return source;
    },
    get readers() {
      return readers.count();
    },
    subscribe(sink, lastEventId) {
      if (!closed) return readers.add(sink, lastEventId);
      sink.close();
      return { close: () => {} };
    },
    advance(next, change) {
      source = next;
      readers.handleAll({ type: 'advanced', changeBytes: change.byteLength, standingOf }, change);
    },
    replace(next, restored) {
      source = next;
      readers.handleAll({ type: 'replaced', restored, standingOf });
    },
    close() {
      closed = true;
      readers.end();
    },
  };
}

/** The readers of a stream whose connections are open. They get ticks while there is one. */
function createConnectedReaders(options: BroadcasterOptions, source: () => StreamSource) {
  const { clock, authority, verifiedAt, limits = DEFAULT_WRITER_LIMITS, onReaderClosed } = options;
  const readers = new Set<ConnectedReader>();
  const retry = encodeRetry(RETRY_MS);

  function handleAll(event: WriterEvent, change?: Uint8Array): void {
    for (const reader of [...readers]) reader.handle(event, change);
  }

  const ticker = createTicker(clock, (heartbeatDue) =>
    handleAll({ type: 'tick', heartbeatDue, verifiedAt: verifiedAt() }),
  );
  const stream: StreamContext = {
    now: clock.now,
    authority,
    limits,
    source,
    heartbeat: () => {
      const at = verifiedAt();
      return encodeHeartbeat(at === null ? null : clock.now() - at);
    },
    onQueueReplaced: options.onQueueReplaced,
    onClosed(reader, reason) {
      readers.delete(reader);
      if (readers.size === 0) ticker.stop();
      onReaderClosed?.(reason);
    },
  };

  return {
    count: () => readers.size,
    add(sink: StreamSink, lastEventId: Position | null): BroadcastReader {
      const reader = createConnectedReader(sink, stream);
      readers.add(reader);
      reader.write(retry);
      reader.answer(lastEventId);
      sink.onClosed(() => reader.handle({ type: 'left' }));
      sink.onDrained(() => reader.handle({ type: 'drained' }));
      if (readers.size > 0) ticker.start();
      return { close: () => reader.handle({ type: 'end' }) };
    },
    handleAll,
    end(): void {
      handleAll({ type: 'end' });
      ticker.stop();
    },
  };
}

interface Ticker {
  /** Does nothing if it runs already. */
  start(): void;
  stop(): void;
}

/** Calls back every {@link TICK_MS}. Heartbeats are due every {@link HEARTBEAT_MS}, counted while it is stopped, too. */
function createTicker(clock: TimerClock, onTick: (heartbeatDue: boolean) => void): Ticker {
  let lastHeartbeatAt = clock.now();
  let cancel: (() => void) | undefined;
  const tick = () => {
    const now = clock.now();
    const heartbeatDue = now - lastHeartbeatAt >= HEARTBEAT_MS;
    if (heartbeatDue) lastHeartbeatAt = now;
    cancel = clock.setTimer(tick, TICK_MS);
    onTick(heartbeatDue);
  };
  return {
    start() {
      cancel ??= clock.setTimer(tick, TICK_MS);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
