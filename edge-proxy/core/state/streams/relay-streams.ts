import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import { relaySource, type StreamSource } from '../../../../shared/streaming/stream-source.ts';
import type { Credential } from '../../model/key-ring.ts';
import type { RelayStreamReader } from '../../model/stream-readers.ts';
import type { EdgeState, HeldRelay } from '../edge-state.ts';
import { type Broadcast, createBroadcasts, isTakenBack, type Join } from './broadcasts.ts';
import { scopeRelaySnapshot } from './scope-relay-snapshot.ts';

/** `GET /relay/stream`: one broadcast for each relay key, with what is in its scope. */
export interface RelayStreams {
  serve(sink: StreamSink, reader: RelayStreamReader): void;
  close(): void;
}

export function createRelayStreams(state: EdgeState, broadcast: Broadcast, join: Join): RelayStreams {
  /** By the key's hash. */
  const streams = createBroadcasts();

  state.listen({
    relayChanged(relay) {
      for (const [hash, stream] of streams.entries()) {
        const credential = relay.ring.find(hash);
        if (credential === undefined) stream.close();
        else {
          const isBack = isTakenBack(stream.source.position, relay.position);
          stream.replace(scopedSource(relay, credential), isBack);
        }
      }
      streams.dropIdle();
    },
    flagsChanged() {},
    flagsErased() {},
    everythingErased: streams.endAll,
  });

  return {
    serve(sink, reader) {
      const relay = state.relay();
      const { credential } = reader;
      if (relay === undefined) return sink.close();
      const stream = streams.getOrAdd(credential.hash, () =>
        broadcast(scopedSource(relay, credential), () => state.relay()?.currentAsOf ?? null),
      );
      join({ stream, sink, reader, environmentId: null });
    },
    close: streams.endAll,
  };
}

function scopedSource({ position, snapshot }: HeldRelay, { environmentIds }: Credential): StreamSource {
  return relaySource(position, scopeRelaySnapshot(snapshot, environmentIds));
}
