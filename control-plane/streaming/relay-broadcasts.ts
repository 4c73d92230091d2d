import type { TimerClock } from '../../shared/model/clock.ts';
import { type Broadcaster, createBroadcaster } from '../../shared/streaming/broadcaster.ts';
import { relaySource } from '../../shared/streaming/stream-source.ts';
import type { ProjectKeys } from '../store/access/project-keys-reader.ts';
import { relaySnapshotFor } from './relay-snapshot.ts';
import { countedReaders, type StreamingCounters } from './streaming-counters.ts';

/** The relay streams of one project. Each relay key has its own, because it has access to other environments. */
export interface RelayBroadcasts {
  /** Sends the new keys to all readers. Ends the streams of keys without access. */
  update(keys: ProjectKeys): void;
  /** The broadcaster of a relay key; `null` if the key has no access. */
  broadcasterFor(keys: ProjectKeys, relayKeyId: string): Broadcaster | null;
  close(): void;
}

export function createRelayBroadcasts(
  clock: TimerClock,
  verifiedAt: () => number | null,
  counters: StreamingCounters,
): RelayBroadcasts {
  const byKey = new Map<string, Broadcaster>();
  return {
    update(keys) {
      for (const [keyId, broadcaster] of byKey) {
        const snapshot = relaySnapshotFor(keys, keyId);
        if (snapshot === null || broadcaster.readers === 0) {
          broadcaster.close();
          byKey.delete(keyId);
        } else broadcaster.replace(relaySource(keys.position, snapshot), false);
      }
    },
    broadcasterFor(keys, relayKeyId) {
      const existing = byKey.get(relayKeyId);
      if (existing) return existing;
      const snapshot = relaySnapshotFor(keys, relayKeyId);
      if (snapshot === null) return null;
      const counted = countedReaders(counters, 'keys');
      const options = { clock, authority: 'primary', verifiedAt, ...counted } as const;
      const broadcaster = createBroadcaster(relaySource(keys.position, snapshot), options);
      byKey.set(relayKeyId, broadcaster);
      return broadcaster;
    },
    close() {
      for (const broadcaster of byKey.values()) broadcaster.close();
      byKey.clear();
    },
  };
}
