import type { CompiledFlagSet } from '../../../../shared/evaluation/index.ts';
import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import type { Broadcaster } from '../../../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import type { StreamSource } from '../../../../shared/streaming/stream-source.ts';
import { comparePositions } from '../../../../shared/sync/position.ts';
import { encodeHeartbeat } from '../../../../shared/sync/sse-encode.ts';
import type { Random } from '../../model/ports.ts';
import type { NoticeStreamReader } from '../../model/stream-readers.ts';
import type { EdgeState } from '../edge-state.ts';
import type { AllowsOrigin } from '../keys/allowed-origins.ts';
import { createVisibleFlags, type VisibleFlags } from '../visible-flags.ts';
import { expiryNotice, noticeSource, silentMove } from './notice-source.ts';
import type { ReaderRegistry } from './reader-registry.ts';

/** Tokens of a window expire together; their streams end spread over this long, or all would come back at once. */
export const EXPIRY_SPREAD_MS = 5 * 60 * 1000;
/** A reader gets this long to take its last event. */
const FAREWELL_MS = 5_000;
const FAREWELL_LOOK_MS = 50;

export interface NoticeStreamsDeps {
  readonly state: EdgeState;
  readonly readers: ReaderRegistry;
  readonly allowsOrigin: AllowsOrigin;
  readonly broadcast: (first: StreamSource, verifiedAt: () => number | null) => Broadcaster;
  readonly now: Clock;
  readonly random: Random;
  readonly setTimer: SetTimer;
}

/** Tells readers when to evaluate anew: OFREP's event streams. */
export interface NoticeStreams {
  /** Serves a reader that has been let in; ends the stream where by now its environment is gone, or its page not allowed. */
  serve(sink: StreamSink, reader: NoticeStreamReader): void;
  /** Ends all streams, those that come later at once. */
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
  const visibleTo = createVisibleFlags();
  /** One for each environment and kind of key: client keys hear only of what they can see. */
  const channels = new Map<string, Channel>();
  let closed = false;

  function channelOf({ environmentId, credential: { kind } }: NoticeStreamReader): Channel | undefined {
    const held = state.environment(environmentId);
    if (held === undefined) return undefined;
    const name = `${kind} ${environmentId}`;
    const open = channels.get(name);
    if (open !== undefined) return open;
    const verifiedAt = () => state.environment(environmentId)?.currentAsOf ?? null;
    const stream = deps.broadcast(noticeSource(held), verifiedAt);
    const channel = { stream, environmentId, kind, set: held.set };
    channels.set(name, channel);
    return channel;
  }

  function endWhere(isOver: (channel: Channel) => boolean): void {
    for (const [name, channel] of channels) {
      if (!isOver(channel)) continue;
      channel.stream.close();
      channels.delete(name);
    }
  }

  function sayFarewell(sink: StreamSink, environmentId: string): void {
    const held = state.environment(environmentId);
    if (held !== undefined) sink.write(expiryNotice(held));
    closeOnceTaken(sink, setTimer, FAREWELL_MS / FAREWELL_LOOK_MS);
  }

  state.listen({
    relayChanged() {},
    flagsChanged(held, delta) {
      endWhere(({ stream }) => stream.readers === 0);
      for (const channel of channels.values()) {
        if (channel.environmentId !== held.id) continue;
        const next = noticeSource(held);
        const order = comparePositions(next.position, channel.stream.source.position);
        if (delta === undefined) channel.stream.replace(next, order !== 'newer');
        else {
          const isSeen = differs(visibleTo, channel.kind, channel.set, held.set);
          channel.stream.advance(next, isSeen ? next.snapshot() : silentMove(held.position));
        }
        channel.set = held.set;
      }
    },
    flagsErased: (id) => endWhere(({ environmentId }) => environmentId === id),
    everythingErased: () => endWhere(() => true),
  });

  return {
    serve(sink, reader) {
      const { environmentId, credential, expiresAt, origin } = reader;
      const held = state.environment(environmentId);
      if (closed || held === undefined) return sink.close();
      // It was let in by what another part of the edge knew, which may be older than what is known here.
      if (origin !== undefined && !allowsOrigin(environmentId, origin)) return sink.close();
      if (expiresAt <= now()) return sayFarewell(sink, environmentId);
      const connected = channelOf(reader)?.stream.subscribe(sink, reader.lastEventId ?? null);
      sink.write(encodeHeartbeat(now() - held.currentAsOf));
      readers.add({ credential, environmentId, origin, sink, close: () => connected?.close() });
      const left = expiresAt - now() + random() * EXPIRY_SPREAD_MS;
      sink.onClosed(setTimer(() => sayFarewell(sink, environmentId), left));
    },
    close() {
      closed = true;
      endWhere(() => true);
    },
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
function closeOnceTaken(sink: StreamSink, setTimer: SetTimer, looks: number): void {
  if (sink.bufferedBytes === 0 || looks <= 0) sink.close();
  else setTimer(() => closeOnceTaken(sink, setTimer, looks - 1), FAREWELL_LOOK_MS);
}
