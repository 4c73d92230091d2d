import type { TimerClock } from '../../shared/model/clock.ts';
import type { BroadcastReader } from '../../shared/streaming/broadcaster.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import type { Position } from '../../shared/sync/wire.ts';
import type { ProjectKeys, ProjectKeysReader } from '../store/access/project-keys-reader.ts';
import { coalesce } from './coalesce.ts';
import { READ_TIMEOUT_MS } from './hub-limits.ts';
import { expiryOf, hasAccess } from './key-access.ts';
import { createKeyedStreams, type KeyedStream } from './keyed-streams.ts';
import { createRelayBroadcasts } from './relay-broadcasts.ts';
import { createVerification } from './verification.ts';
import { withTimeout } from './with-timeout.ts';

/**
 * Reads one project's keys and environments from Postgres. Sends them to the relay streams of this process, and ends
 * every stream (of flags or of keys) whose key loses access.
 */
export interface ProjectHub {
  readonly projectId: string;
  readonly position: Position | null;
  /** The number of open streams of the project, of flags and of keys. */
  readonly streams: number;
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
  /** The project is deleted, and the hub has ended its streams. */
  readonly onDeleted: () => void;
}

export function createProjectHub(projectId: string, deps: ProjectHubDeps): ProjectHub {
  const { clock, reader, onDeleted } = deps;
  const verification = createVerification();
  const streams = createKeyedStreams(clock);
  const relays = createRelayBroadcasts(clock, verification.at);
  let held: ProjectKeys | null = null;
  let isClosed = false;

  const hasAccessNow = (keyId: string, environmentId: string | null) =>
    hasAccess(held?.keys ?? [], keyId, environmentId, clock.now());
  const close = () => {
    isClosed = true;
    held = null;
    relays.close();
    streams.endWithoutAccess(hasAccessNow);
  };
  const apply = (keys: ProjectKeys) => {
    const hasChanged = held?.position !== keys.position;
    held = keys;
    if (!hasChanged) return;
    // Before the update, so that a key without access gets nothing of it.
    streams.endWithoutAccess(hasAccessNow);
    relays.update(keys);
  };
  const refresh = coalesce(async () => {
    if (isClosed) return;
    const startedAt = clock.now();
    const keys = await withTimeout(clock, READ_TIMEOUT_MS, reader.read(projectId));
    if (isClosed) return;
    if (keys === null) {
      close();
      return onDeleted();
    }
    verification.confirm(startedAt);
    apply(keys);
  });

  return {
    projectId,
    get position() {
      return held?.position ?? null;
    },
    get streams() {
      return streams.count;
    },
    refresh,
    hasAccess: hasAccessNow,
    streamsOf: streams.countOf,
    track: (stream) => streams.add(stream, expiryOf(held?.keys ?? [], stream.keyId)),
    subscribe(sink, keyId, lastEventId) {
      if (isClosed || held === null || !hasAccessNow(keyId, null)) return null;
      return relays.broadcasterFor(held, keyId)?.subscribe(sink, lastEventId) ?? null;
    },
    confirm(position, at) {
      if (held?.position !== position) return false;
      verification.confirm(at);
      return true;
    },
    close,
  };
}
