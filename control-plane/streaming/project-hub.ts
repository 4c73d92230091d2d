import type { TimerClock } from '../../shared/model/clock.ts';
import type { BroadcastReader } from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ProjectKeys, ProjectKeysReader } from '../store/access/project-keys-reader.ts';
import { createHeldKeys } from './held-keys.ts';
import { createHubRefresh } from './hub-refresh.ts';
import { createKeyedStreams, type KeyedStream } from './keyed-streams.ts';
import { createRelayBroadcasts } from './relay-broadcasts.ts';
import type { StreamingCounters } from './streaming-counters.ts';
import { createVerification } from './verification.ts';

/**
 * Reads one project's keys and environments from Postgres. Sends them to the relay streams of this process, and ends
 * every stream (of flags or of keys) whose key loses access.
 */
export interface ProjectHub {
  readonly projectId: string;
  readonly position: Position | null;
  /** The number of open streams of the project, of flags and of keys. */
  readonly streams: number;
  /** When its state was last known to equal the database's, in milliseconds since 1970; `null`: never. */
  verifiedAt(): number | null;
  /** Reads the changes, ends streams without access and updates relay streams. Rejects if Postgres cannot be read. */
  refresh(): Promise<void>;
  /** Whether a key may open an environment (`null`: the relay stream), as of the last refresh. */
  hasAccess(keyId: string, environmentId: string | null): boolean;
  streamsOf(keyId: string): number;
  /** Ends `stream` when its key expires or loses access. @returns removes the stream, which must have ended */
  track(stream: KeyedStream): () => void;
  /** Sends the current state to a relay reader and lets it follow, in one tick; `null` if its key has no access. */
  subscribe(sink: StreamSink, keyId: string, lastEventId: Position | null): BroadcastReader | null;
  /** Compares with the position that the database had at time `at`. @returns whether the hub holds the same */
  confirm(position: Position, at: number): boolean;
  close(): void;
}

export interface ProjectHubDeps {
  readonly clock: TimerClock;
  readonly reader: ProjectKeysReader;
  readonly counters: StreamingCounters;
  /** The project is deleted, and the hub has ended its streams. */
  readonly onDeleted: () => void;
}

export function createProjectHub(projectId: string, deps: ProjectHubDeps): ProjectHub {
  const { clock, reader, counters, onDeleted } = deps;
  const verification = createVerification();
  const streams = createKeyedStreams(clock);
  const relays = createRelayBroadcasts(clock, verification.at, counters);
  const held = createHeldKeys(clock.now);
  const source = createHubRefresh({ clock, read: () => reader.read(projectId), apply });

  function close(): void {
    source.close();
    held.clear();
    relays.close();
    streams.endWithoutAccess(held.hasAccess);
  }

  function apply(keys: ProjectKeys | null, startedAt: number): void {
    if (keys === null) {
      close();
      onDeleted();
      return;
    }
    verification.confirm(startedAt);
    if (!held.replace(keys)) return;
    // Before the update, so that a key without access gets nothing of it.
    streams.endWithoutAccess(held.hasAccess);
    relays.update(keys);
  }

  return {
    projectId,
    get position() {
      return held.position();
    },
    get streams() {
      return streams.count;
    },
    verifiedAt: verification.at,
    refresh: source.refresh,
    hasAccess: held.hasAccess,
    streamsOf: streams.countOf,
    track: (stream) => streams.add(stream, held.expiryOf(stream.keyId)),
    subscribe(sink, keyId, lastEventId) {
      const keys = held.current();
      if (keys === null || !held.hasAccess(keyId, null)) return null;
      return relays.broadcasterFor(keys, keyId)?.subscribe(sink, lastEventId) ?? null;
    },
    confirm: (position, at) => verification.confirmIf(held.position() === position, at),
    close,
  };
}
