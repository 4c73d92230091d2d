import type { StreamSink } from '../../../../shared/streaming/sink.ts';
import { encodeDelta, flagSource } from '../../../../shared/streaming/stream-source.ts';
import type { FlagStreamReader } from '../../model/stream-readers.ts';
import type { EdgeState } from '../edge-state.ts';
import { type Broadcast, createBroadcasts, isTakenBack, type Join } from './broadcasts.ts';

/** `GET /stream`: one broadcast for each environment. */
export interface FlagStreams {
  serve(sink: StreamSink, reader: FlagStreamReader): void;
  close(): void;
}

export function createFlagStreams(state: EdgeState, broadcast: Broadcast, join: Join): FlagStreams {
  const streams = createBroadcasts();

  state.listen({
    relayChanged() {},
    flagsChanged({ id, replica }, delta) {
      streams.dropIdle();
      const stream = streams.get(id);
      if (stream === undefined) return;
      if (delta !== undefined) stream.advance(flagSource(replica), encodeDelta(delta));
      else stream.replace(flagSource(replica), isTakenBack(stream.source.position, replica.position));
    },
    flagsErased: streams.end,
    everythingErased: streams.endAll,
  });

  return {
    serve(sink, reader) {
      const { environmentId } = reader;
      const held = state.environment(environmentId);
      if (held === undefined) return sink.close();
      const verifiedAt = () => state.environment(environmentId)?.currentAsOf ?? null;
      const stream = streams.getOrAdd(environmentId, () => broadcast(flagSource(held.replica), verifiedAt));
      join({ stream, sink, reader, environmentId });
    },
    close: streams.endAll,
  };
}
