import type { FlagSetReader } from '../../../control-plane/store/flag-set/flag-set-reader.ts';
import type { TimerClock } from '../../../shared/model/clock.ts';
import {
  type Broadcaster,
  type BroadcastReader,
  createBroadcaster,
} from '../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { encodeDelta, flagSource } from '../../../shared/streaming/stream-source.ts';
import { comparePositions } from '../../../shared/sync/position.ts';
import { flagChannel } from '../../../shared/sync/reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import { createSseDecoder } from '../../../shared/sync/sse-decode.ts';
import { heartbeatAge } from '../../../shared/sync/sse-encode.ts';
import type { DeltaData, Position } from '../../../shared/sync/wire.ts';
import { createReadableStreamSink } from '../readable-stream-sink.ts';
import type { ModelEnvironment } from '../sync/model-environment.ts';

/** Reads a model of the database as the real reader reads Postgres. */
export function createModelFlagSetReader(environment: ModelEnvironment): FlagSetReader {
  return {
    async read(_, held, asked) {
      const known = [...asked, ...(held === null ? [] : [held])].filter(environment.knows);
      if (held === null || !known.includes(held)) {
        return { change: { kind: 'replica', replica: environment.replica() }, known };
      }
      const delta = environment.changedSince(held);
      return { change: delta === null ? { kind: 'unchanged' } : { kind: 'delta', delta }, known };
    },
  };
}

/** Subscribes a reader, as a hub or an edge does. */
export type Subscribe = (sink: StreamSink, lastEventId: Position | null) => BroadcastReader | null;

/** Reads a stream and holds its state. */
export interface ModelReader {
  readonly replica: Replica | null;
  connect(subscribe: Subscribe): void;
  disconnect(): void;
}

export interface ModelReaderOptions {
  readonly onMoved?: (from: Position | null, to: Position) => void;
  readonly onSnapshot?: (next: Replica, before: Replica | null) => void;
  readonly onDelta?: (next: Replica, delta: DeltaData) => void;
  readonly onHeartbeat?: (ageMs: number | null) => void;
}

/** Decodes and checks bytes as they are written. A gap or an invalid event fails the test. */
export function createModelReader(options: ModelReaderOptions = {}): ModelReader {
  let replica: Replica | null = null;
  let connection: BroadcastReader | null = null;

  const move = (next: Replica) => {
    options.onMoved?.(replica?.position ?? null, next.position);
    replica = next;
  };
  const decoder = () =>
    createSseDecoder({
      onEvent(event) {
        const message = flagChannel.read(event);
        if (message?.type === 'snapshot') {
          const before = replica;
          move(replicaFromSnapshot(message.position, message.data));
          if (replica) options.onSnapshot?.(replica, before);
        } else if (message?.type === 'delta') {
          const next = replica && applyDelta(replica, message.data);
          if (!next)
            throw new Error(
              `gap: the delta starts at ${message.from}, the reader is at ${replica?.position}`,
            );
          move(next);
          options.onDelta?.(next, message.data);
        } else throw new Error(`unexpected: ${JSON.stringify(message)}`);
      },
      onComment: (comment) => options.onHeartbeat?.(heartbeatAge(comment)),
      onRetry: () => {},
      onFault: (reason) => {
        throw new Error(reason);
      },
    });

  return {
    get replica() {
      return replica;
    },
    connect(subscribe) {
      this.disconnect();
      const { feed } = decoder();
      const { sink } = createReadableStreamSink();
      connection = subscribe({ ...sink, bufferedBytes: 0, write: feed }, replica?.position ?? null);
    },
    disconnect() {
      connection?.close();
      connection = null;
    },
  };
}

/** An edge: reads an upstream and serves the same stream. */
export interface ModelEdge {
  readonly reader: ModelReader;
  /** `null` (503 in reality) until the edge holds a flag set. */
  readonly subscribe: Subscribe;
}

export function createModelEdge(
  clock: TimerClock,
  onMoved: ModelReaderOptions['onMoved'] = () => {},
): ModelEdge {
  let broadcaster: Broadcaster | null = null;
  let verifiedAt: number | null = null;
  const reader = createModelReader({
    onMoved,
    onSnapshot(next, before) {
      const restored = before !== null && comparePositions(next.position, before.position) !== 'newer';
      if (broadcaster) broadcaster.replace(flagSource(next), restored);
      else {
        const options = { clock, authority: 'follower', verifiedAt: () => verifiedAt } as const;
        broadcaster = createBroadcaster(flagSource(next), options);
      }
    },
    onDelta: (next, delta) => broadcaster?.advance(flagSource(next), encodeDelta(delta)),
    onHeartbeat: (ageMs) => {
      verifiedAt = ageMs === null ? verifiedAt : clock.now() - ageMs;
    },
  });
  return { reader, subscribe: (sink, lastEventId) => broadcaster?.subscribe(sink, lastEventId) ?? null };
}
