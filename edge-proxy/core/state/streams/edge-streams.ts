import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import { type Broadcaster, createBroadcaster } from '../../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import {
  encodeDelta,
  flagSource,
  relaySource,
  type StreamSource,
} from '../../../../shared/streaming/stream-source.ts';
import { comparePositions } from '../../../../shared/sync/position.ts';
import type { Replica } from '../../../../shared/sync/replica.ts';
import { encodeHeartbeat, encodeRetry } from '../../../../shared/sync/sse-encode.ts';
import type { DeltaData } from '../../../../shared/sync/wire.ts';
import type { Authority } from '../../../../shared/sync/writer/writer-machine.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { Random } from '../../model/ports.ts';
import type { FlagStreamReader, NoticeStreamReader, RelayStreamReader } from '../../model/stream-readers.ts';
import type { EdgeState, HeldRelay } from '../edge-state.ts';
import { createAllowsOrigin } from '../keys/allowed-origins.ts';
import { createNoticeStreams } from './notice-streams.ts';
import { createReaderRegistry } from './reader-registry.ts';
import { scopeRelaySnapshot } from './scope-relay-snapshot.ts';

export interface EdgeStreamsDeps {
  readonly state: EdgeState;
  readonly now: Clock;
  readonly setTimer: SetTimer;
  readonly random: Random;
  /** Whether what this edge holds is the truth (a file), or follows it; the latter by default. */
  readonly authority?: Authority;
  /** Called for every reader that was cut because it took nothing for too long. */
  readonly onReaderStalled?: () => void;
}

/** Re-serves the sync protocol from what this edge holds, to SDKs and to edges behind it. */
export interface EdgeStreams {
  /** Serves a reader that has been let in; ends the stream where its environment is gone by now. */
  flags(sink: StreamSink, reader: FlagStreamReader): void;
  relay(sink: StreamSink, reader: RelayStreamReader): void;
  /** Tells when to evaluate anew, and nothing else. */
  notices(sink: StreamSink, reader: NoticeStreamReader): void;
  /** Streams open now. */
  readonly open: number;
  /** How many of them are open by the key with this SHA-256. */
  openedBy(hash: string): number;
  /**
   * Tells all readers to come back at a moment of their own within `spreadMs`, and ends their streams once they
   * have taken that, or after `graceMs`; those that come later end at once.
   */
  leave(options: { readonly spreadMs: number; readonly graceMs: number }): Promise<void>;
  /** Ends all streams, those that come later at once. */
  close(): void;
}

/** How often it is looked whether readers have taken their last word. */
const FAREWELL_LOOK_MS = 10;

export function createEdgeStreams(deps: EdgeStreamsDeps): EdgeStreams {
  const { state, now, setTimer, random, authority = 'follower', onReaderStalled } = deps;
  const clock = { now, setTimer };
  const flagStreams = new Map<string, Broadcaster>();
  /** One for each asking key: what it may hear is its own. */
  const relayStreams = new Map<string, Broadcaster>();
  const readers = createReaderRegistry(clock);
  const allowsOrigin = createAllowsOrigin(state.allowedOrigins);
  const notices = createNoticeStreams({ state, readers, allowsOrigin, broadcast, now, random, setTimer });
  let closed = false;

  function join(
    stream: Broadcaster,
    asOf: number,
    sink: StreamSink,
    reader: RelayStreamReader,
    id: string | null,
  ): void {
    const connected = stream.subscribe(sink, reader.lastEventId ?? null);
    // An edge may be behind: whoever gets its snapshot should know from the start how old that is.
    sink.write(encodeHeartbeat(now() - asOf));
    readers.add({ credential: reader.credential, environmentId: id, sink, close: connected.close });
  }

  function broadcast(first: StreamSource, verifiedAt: () => number | null): Broadcaster {
    return createBroadcaster(first, {
      clock,
      authority,
      verifiedAt,
      onReaderClosed: (reason) => reason === 'stalled' && onReaderStalled?.(),
    });
  }

  function closeAll(): void {
    closed = true;
    notices.close();
    for (const id of [...flagStreams.keys()]) end(flagStreams, id);
    for (const id of [...relayStreams.keys()]) end(relayStreams, id);
  }

  state.listen({
    relayChanged(relay) {
      readers.review(relay.ring, allowsOrigin);
      for (const [hash, stream] of relayStreams) moveRelay(stream, relay, relay.ring.find(hash));
      forgetIdle(relayStreams);
    },
    flagsChanged({ id, replica }, delta) {
      forgetIdle(flagStreams);
      const stream = flagStreams.get(id);
      if (stream !== undefined) moveFlags(stream, replica, delta);
    },
    flagsErased: (id) => end(flagStreams, id),
    everythingErased() {
      for (const id of [...flagStreams.keys()]) end(flagStreams, id);
      for (const id of [...relayStreams.keys()]) end(relayStreams, id);
    },
  });

  return {
    get open() {
      return readers.size;
    },
    openedBy: readers.openedBy,
    flags(sink, reader) {
      const id = reader.environmentId;
      const held = state.environment(id);
      if (closed || held === undefined) return sink.close();
      const stream =
        flagStreams.get(id) ??
        broadcast(flagSource(held.replica), () => state.environment(id)?.currentAsOf ?? null);
      flagStreams.set(id, stream);
      join(stream, held.currentAsOf, sink, reader, id);
    },
    relay(sink, reader) {
      const relay = state.relay();
      const { hash } = reader.credential;
      if (closed || relay === undefined) return sink.close();
      const stream =
        relayStreams.get(hash) ??
        broadcast(scopedSource(relay, reader.credential), () => state.relay()?.currentAsOf ?? null);
      relayStreams.set(hash, stream);
      join(stream, relay.currentAsOf, sink, reader, null);
    },
    notices: notices.serve,
    async leave({ spreadMs, graceMs }) {
      const sinks = readers.all().map(({ sink }) => sink);
      for (const sink of sinks) sink.write(encodeRetry(Math.floor(random() * spreadMs)));
      const until = now() + graceMs;
      // An end right behind a write would cut it off, on a sink that ends slow readers by force.
      while (now() < until && sinks.some(({ bufferedBytes }) => bufferedBytes > 0)) {
        await new Promise<void>((look) => void setTimer(look, FAREWELL_LOOK_MS));
      }
      closeAll();
    },
    close: closeAll,
  };
}

function moveFlags(stream: Broadcaster, replica: Replica, delta: DeltaData | undefined): void {
  if (delta !== undefined) stream.advance(flagSource(replica), encodeDelta(delta));
  else stream.replace(flagSource(replica), isTakenBack(stream.source.position, replica.position));
}

function moveRelay(stream: Broadcaster, relay: HeldRelay, credential: Credential | undefined): void {
  if (credential === undefined) stream.close();
  else stream.replace(scopedSource(relay, credential), isTakenBack(stream.source.position, relay.position));
}

function scopedSource({ position, snapshot }: HeldRelay, { environmentIds }: Credential): StreamSource {
  return relaySource(position, scopeRelaySnapshot(snapshot, environmentIds));
}

/** Only a restored backup leads to a position that is not newer. */
function isTakenBack(held: string, next: string): boolean {
  const order = comparePositions(next, held);
  return order === 'older' || order === 'forked';
}

function end(streams: Map<string, Broadcaster>, id: string): void {
  streams.get(id)?.close();
  streams.delete(id);
}

function forgetIdle(streams: Map<string, Broadcaster>): void {
  for (const [id, stream] of streams) if (stream.readers === 0) streams.delete(id);
}
