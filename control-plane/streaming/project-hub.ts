import type { TimerClock } from '../../shared/model/clock.ts';
import {
  type Broadcaster,
  type BroadcastReader,
  createBroadcaster,
} from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { relaySource } from '../../shared/streaming/stream-source.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ProjectKeys, ProjectKeysReader } from '../store/access/project-keys-reader.ts';
import { coalesce } from './coalesce.ts';
import { LONGEST_TIMER_MS, READ_LIMIT_MS } from './hub-limits.ts';
import { relaySnapshotFor } from './relay-scope.ts';
import { withTimeout } from './with-timeout.ts';

/** A stream that must end when its key stops opening it. */
export interface GuardedStream {
  readonly keyId: string;
  /** The environment whose flags are streamed; `null` for the relay stream. */
  readonly environmentId: string | null;
  readonly end: () => void;
}

/** A project's keys and environments in this process: relay streams, and the watch over all open streams. */
export interface ProjectHub {
  readonly projectId: string;
  readonly position: Position | null;
  /** Open streams of this project, of flags and of keys. */
  readonly streams: number;
  /** Reads what is new, tells relay readers, ends streams whose keys died. Rejects where Postgres cannot be read. */
  refresh(): Promise<void>;
  /** Whether a key opens an environment (`null`: the relay stream), as of the last refresh. */
  opens(keyId: string, environmentId: string | null): boolean;
  streamsOf(keyId: string): number;
  /** Ends `stream` when its key stops opening it; the function it returns ends the watch. */
  guard(stream: GuardedStream): () => void;
  /** Answers a relay reader and lets it follow, in one tick; `null` where its key works no more. */
  subscribe(sink: StreamSink, keyId: string, lastEventId: Position | null): BroadcastReader | null;
  confirm(position: Position, at: number): boolean;
  close(): void;
}

export interface ProjectHubDeps {
  readonly clock: TimerClock;
  readonly reader: ProjectKeysReader;
  readonly onGone: () => void;
}

export function createProjectHub(projectId: string, deps: ProjectHubDeps): ProjectHub {
  const { clock, reader, onGone } = deps;
  const guarded = new Map<string, Set<GuardedStream>>();
  const relays = new Map<string, Broadcaster>();
  let held: ProjectKeys | null = null;
  let verifiedAt: number | null = null;
  let gone = false;

  const keyOf = (keyId: string) => held?.keys.find((key) => key.id === keyId);
  const opens = (keyId: string, environmentId: string | null) => {
    const key = keyOf(keyId);
    if (key === undefined || isPast(key.expiresAt, clock.now())) return false;
    return environmentId === null ? key.kind === 'relay' : key.environmentIds.includes(environmentId);
  };
  const endDead = () => {
    for (const [keyId, streams] of guarded) {
      for (const stream of [...streams]) if (!opens(keyId, stream.environmentId)) stream.end();
    }
  };
  const tellRelays = (keys: ProjectKeys) => {
    for (const [keyId, broadcaster] of relays) {
      const snapshot = relaySnapshotFor(keys, keyId);
      if (snapshot === null || broadcaster.readers === 0) {
        broadcaster.close();
        relays.delete(keyId);
      } else broadcaster.replace(relaySource(keys.position, snapshot), false);
    }
  };
  const close = () => {
    gone = true;
    held = null;
    for (const broadcaster of relays.values()) broadcaster.close();
    relays.clear();
    endDead();
  };

  const refresh = coalesce(async () => {
    if (gone) return;
    const startedAt = clock.now();
    const keys = await withTimeout(clock, READ_LIMIT_MS, reader.read(projectId));
    if (gone) return;
    if (keys === null) {
      close();
      return onGone();
    }
    const moved = held?.position !== keys.position;
    held = keys;
    verifiedAt = startedAt;
    if (!moved) return;
    // First the streams of dead keys: whoever holds one is not told anything more.
    endDead();
    tellRelays(keys);
  });

  const broadcasterFor = (keyId: string): Broadcaster | null => {
    const known = relays.get(keyId);
    if (known) return known;
    const snapshot = held && relaySnapshotFor(held, keyId);
    if (!held || !snapshot) return null;
    const broadcaster = createBroadcaster(relaySource(held.position, snapshot), {
      clock,
      authority: 'primary',
      verifiedAt: () => verifiedAt,
    });
    relays.set(keyId, broadcaster);
    return broadcaster;
  };

  return {
    projectId,
    get position() {
      return held?.position ?? null;
    },
    get streams() {
      let streams = 0;
      for (const ofKey of guarded.values()) streams += ofKey.size;
      return streams;
    },
    refresh,
    opens,
    streamsOf: (keyId) => guarded.get(keyId)?.size ?? 0,
    guard(stream) {
      const ofKey = guarded.get(stream.keyId) ?? new Set();
      guarded.set(stream.keyId, ofKey.add(stream));
      const expiresAt = keyOf(stream.keyId)?.expiresAt ?? null;
      const cancel = expiresAt === null ? () => {} : at(clock, Date.parse(expiresAt), stream.end);
      return () => {
        cancel();
        ofKey.delete(stream);
        if (ofKey.size === 0 && guarded.get(stream.keyId) === ofKey) guarded.delete(stream.keyId);
      };
    },
    subscribe: (sink, keyId, lastEventId) =>
      gone || !opens(keyId, null) ? null : (broadcasterFor(keyId)?.subscribe(sink, lastEventId) ?? null),
    confirm(position, at) {
      if (held?.position !== position) return false;
      if (verifiedAt === null || verifiedAt < at) verifiedAt = at;
      return true;
    },
    close,
  };
}

function isPast(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** Calls back at a time of day that may be further away than a timer reaches. */
function at(clock: TimerClock, time: number, callback: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    const delayMs = time - clock.now();
    cancel =
      delayMs > LONGEST_TIMER_MS
        ? clock.setTimer(wait, LONGEST_TIMER_MS)
        : clock.setTimer(callback, Math.max(0, delayMs));
  };
  wait();
  return () => cancel();
}
