import type { CompiledFlagSet } from '../../../../shared/evaluation/index.ts';
import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import type { Broadcaster } from '../../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import { comparePositions } from '../../../../shared/sync/position.ts';
import type { Random } from '../../model/ports.ts';
import type { NoticeStreamReader } from '../../model/stream-readers.ts';
import type { EdgeState, HeldEnvironment } from '../edge-state.ts';
import type { AllowsOrigin } from '../keys/allowed-origins.ts';
import { createVisibleFlags, type VisibleFlags } from '../visible-flags.ts';
import type { Broadcast } from './broadcasts.ts';
import { expiryNotice, noticeSource, silentMove } from './notice-source.ts';
import type { StreamsByKey } from './streams-by-key.ts';

/** Tokens of a window expire together; their streams end spread over this time, or all clients would reconnect at once. */
export const EXPIRY_SPREAD_MS = 5 * 60 * 1000;
/** A reader gets this long to take its last event. */
const LAST_EVENT_MS = 5_000;
const LAST_BYTES_CHECK_MS = 50;

export interface NoticeStreamsDeps {
  readonly state: EdgeState;
  readonly readers: StreamsByKey;
  readonly allowsOrigin: AllowsOrigin;
  readonly broadcast: Broadcast;
  readonly now: Clock;
  readonly random: Random;
  readonly setTimer: SetTimer;
}

/** Sends change notices: OFREP's event streams. */
export interface NoticeStreams {
  /**
   * Serves an authorized reader. Ends the stream if its environment was removed in the meantime, or if its page is not
   * allowed.
   */
  serve(sink: StreamSink, reader: NoticeStreamReader): void;
  /** Ends all streams, and at once those that are opened later. */
  close(): void;
}

interface Channel {
  readonly stream: Broadcaster;
  readonly environmentId: string;
  readonly kind: NoticeStreamReader['credential']['kind'];
  set: CompiledFlagSet;
}

export function createNoticeStreams(deps: NoticeStreamsDeps): NoticeStreams {
  const { state, readers, allowsOrigin, now, random, setTimer } = deps;
  const channels = createChannels(deps);
  let closed = false;

  function endExpired(sink: StreamSink, environmentId: string): void {
    const held = state.environment(environmentId);
    if (held !== undefined) sink.write(expiryNotice(held));
    closeOnceSent(sink, setTimer, LAST_EVENT_MS / LAST_BYTES_CHECK_MS);
  }

  return {
    serve(sink, reader) {
      const { environmentId, credential, expiresAt, origin } = reader;
      const held = state.environment(environmentId);
      if (closed || held === undefined) return sink.close();
      // Another part of the edge has authorized it, whose state may be older than this one.
      if (origin !== undefined && !allowsOrigin(environmentId, origin)) return sink.close();
      if (expiresAt <= now()) return endExpired(sink, environmentId);
      const connected = channels.streamOf(held, credential.kind).subscribe(sink, reader.lastEventId ?? null);
      readers.add({ credential, environmentId, origin, sink, close: connected.close });
      const left = expiresAt - now() + random() * EXPIRY_SPREAD_MS;
      sink.onClosed(setTimer(() => endExpired(sink, environmentId), left));
    },
    close() {
      closed = true;
      channels.endAll();
    },
  };
}

/** One channel for each environment and kind of key: client keys get notices of visible flags only. */
function createChannels({ state, broadcast }: NoticeStreamsDeps) {
  const visibleTo = createVisibleFlags();
  const channels = new Map<string, Channel>();

  function endIf(isOver: (channel: Channel) => boolean): void {
    for (const [name, channel] of channels) {
      if (!isOver(channel)) continue;
      channel.stream.close();
      channels.delete(name);
    }
  }

  function move(channel: Channel, held: HeldEnvironment, isDelta: boolean): void {
    const { stream, kind, set } = channel;
    const next = noticeSource(held);
    if (isDelta) {
      const isSeen = differs(visibleTo, kind, set, held.set);
      stream.advance(next, isSeen ? next.snapshot() : silentMove(held.position));
    } else stream.replace(next, comparePositions(next.position, stream.source.position) !== 'newer');
    channel.set = held.set;
  }

  state.listen({
    relayChanged() {},
    flagsChanged(held, delta) {
      endIf(({ stream }) => stream.readers === 0);
      for (const channel of channels.values()) {
        if (channel.environmentId === held.id) move(channel, held, delta !== undefined);
      }
    },
    flagsErased: (id) => endIf(({ environmentId }) => environmentId === id),
    everythingErased: () => endIf(() => true),
  });

  return {
    streamOf(held: HeldEnvironment, kind: Channel['kind']): Broadcaster {
      const name = `${kind} ${held.id}`;
      const open = channels.get(name);
      if (open !== undefined) return open.stream;
      const verifiedAt = () => state.environment(held.id)?.currentAsOf ?? null;
      const stream = broadcast(noticeSource(held), verifiedAt);
      channels.set(name, { stream, environmentId: held.id, kind, set: held.set });
      return stream;
    },
    endAll: () => endIf(() => true),
  };
}

/** Whether anything a kind of key can see differs: flags that are the same objects give the same answers. */
function differs(
  visibleTo: VisibleFlags,
  kind: Channel['kind'],
  before: CompiledFlagSet,
  after: CompiledFlagSet,
): boolean {
  const flags = visibleTo(kind, after);
  return (
    visibleTo(kind, before).length !== flags.length ||
    flags.some((flag) => before.flags.get(flag.key) !== flag)
  );
}

/** An end right behind a write would cut it off, on a sink that ends slow readers by force. */
function closeOnceSent(sink: StreamSink, setTimer: SetTimer, looks: number): void {
  if (sink.bufferedBytes === 0 || looks <= 0) sink.close();
  else setTimer(() => closeOnceSent(sink, setTimer, looks - 1), LAST_BYTES_CHECK_MS);
}
