import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import { createBroadcaster } from '../../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import { encodeFinalRetry } from '../../../../shared/sync/sse-encode.ts';
import type { Authority } from '../../../../shared/sync/writer/writer-machine.ts';
import type { Random } from '../../model/ports.ts';
import type {
  FlagStreamReader,
  NoticeStreamReader,
  RelayStreamReader,
  ReportedReaders,
} from '../../model/stream-readers.ts';
import type { EdgeState } from '../edge-state.ts';
import { createAllowsOrigin } from '../keys/allowed-origins.ts';
import type { Broadcast, Join } from './broadcasts.ts';
import { createFlagStreams } from './flag-streams.ts';
import { createNoticeStreams } from './notice-streams.ts';
import { createRelayStreams } from './relay-streams.ts';
import { createStreamsByKey, type StreamsByKey } from './streams-by-key.ts';
import { summarizeReaders } from './summarize-readers.ts';

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
  /** Serves an authorized reader. Ends the stream if its environment was removed in the meantime. */
  flags(sink: StreamSink, reader: FlagStreamReader): void;
  relay(sink: StreamSink, reader: RelayStreamReader): void;
  /** Sends change notices and nothing else. */
  notices(sink: StreamSink, reader: NoticeStreamReader): void;
  /** Streams open now. */
  readonly open: number;
  /** How many of them are open by the key with this SHA-256. */
  openedBy(hash: string): number;
  /** Who reads flags, as it is reported to the upstream. */
  readers(): readonly ReportedReaders[];
  /**
   * Asks all readers to reconnect, each after a random time within `spreadMs`, and ends their streams once that is
   * sent, or after `graceMs`; streams that are opened later end at once.
   */
  leave(options: { readonly spreadMs: number; readonly graceMs: number }): Promise<void>;
  /** Ends all streams, and at once those that are opened later. */
  close(): void;
}

/** How often {@link EdgeStreams.leave} checks whether the last bytes are sent. */
const LAST_BYTES_CHECK_MS = 10;

export function createEdgeStreams(deps: EdgeStreamsDeps): EdgeStreams {
  const { state, now, setTimer, random } = deps;
  const readers = createStreamsByKey({ now, setTimer });
  const allowsOrigin = createAllowsOrigin(state.allowedOrigins);
  const broadcast = createBroadcast(deps);
  const join = createJoin(readers);
  const notices = createNoticeStreams({ state, readers, allowsOrigin, broadcast, now, random, setTimer });
  // Before the streams move on: a reader without a right to its stream gets nothing of the change.
  state.listen({
    relayChanged: ({ ring }) => readers.review(ring, allowsOrigin),
    flagsChanged() {},
    flagsErased() {},
    everythingErased() {},
  });
  const flags = createFlagStreams(state, broadcast, join);
  const relay = createRelayStreams(state, broadcast, join);
  let closed = false;

  function close(): void {
    closed = true;
    notices.close();
    flags.close();
    relay.close();
  }

  return {
    get open() {
      return readers.size;
    },
    openedBy: readers.openedBy,
    readers: () => summarizeReaders(readingStreams(readers)),
    flags: (sink, reader) => (closed ? sink.close() : flags.serve(sink, reader)),
    relay: (sink, reader) => (closed ? sink.close() : relay.serve(sink, reader)),
    notices: notices.serve,
    async leave({ spreadMs, graceMs }) {
      const sinks = readers.all().map(({ sink }) => sink);
      for (const sink of sinks) sink.write(encodeFinalRetry(Math.floor(random() * spreadMs)));
      const until = now() + graceMs;
      // An end right behind a write would cut it off, on a sink that ends slow readers by force.
      while (now() < until && sinks.some(({ bufferedBytes }) => bufferedBytes > 0)) {
        await new Promise<void>((look) => void setTimer(look, LAST_BYTES_CHECK_MS));
      }
      close();
    },
    close,
  };
}

function* readingStreams(streams: StreamsByKey) {
  for (const { environmentId, claims } of streams.all()) {
    if (environmentId !== null && claims !== undefined) yield { environmentId, claims };
  }
}

function createBroadcast(deps: EdgeStreamsDeps): Broadcast {
  const { now, setTimer, authority = 'follower', onReaderStalled } = deps;
  return (first, verifiedAt) =>
    createBroadcaster(first, {
      clock: { now, setTimer },
      authority,
      verifiedAt,
      onReaderClosed: (reason) => reason === 'stalled' && onReaderStalled?.(),
    });
}

function createJoin(readers: StreamsByKey): Join {
  return ({ stream, sink, reader, environmentId }) => {
    const connected = stream.subscribe(sink, reader.lastEventId ?? null);
    const { credential, claims } = reader;
    readers.add({ credential, claims, environmentId, sink, close: connected.close });
  };
}
