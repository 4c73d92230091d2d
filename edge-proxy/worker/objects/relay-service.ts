import type { Position } from '../../../shared/sync/wire.ts';
import { createEdgeState, type HeldRelay } from '../../core/state/edge-state.ts';
import { persistState } from '../../core/state/persistence/state-store.ts';
import { createEdgeStreams } from '../../core/state/streams/edge-streams.ts';
import { followRelay } from '../../core/state/upstream/follow-relay.ts';
import type { UpstreamOptions } from '../../core/state/upstream/upstream.ts';
import type { ObjectReply } from '../rpc.ts';
import { createBootWait } from './boot-wait.ts';
import type { ObjectDeps } from './object-deps.ts';
import { createRelayReply } from './object-reply.ts';
import { openRelayStore } from './object-store.ts';
import { admitStream, type ServeStream } from './stream-response.ts';

export interface RelayServiceDeps extends ObjectDeps {
  readonly onUpstreamRejected: UpstreamOptions['onRejected'];
  /** Called when environments or keys have changed, once they are stored. */
  readonly onChange: () => void;
}

/** The work of the object `relay`: follows environments and keys, stores them, serves them. */
export interface RelayService {
  current(): HeldRelay | undefined;
  /** Answers an isolate that holds `position`. */
  read(position: Position | null): Promise<ObjectReply>;
  readonly stream: ServeStream;
  /** Stores how current the keys are; to be called from time to time. */
  storeAges(): void;
}

export function createRelayService(deps: RelayServiceDeps): RelayService {
  const { storage, logger, now, setTimer, maxStreamsPerKey } = deps;
  const state = createEdgeState({ now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const store = openRelayStore(storage);
  const problem = store.restore(state, now());
  if (problem !== undefined) logger.error('stored state cannot be used', { problem });
  const { storeAges } = persistState(state, store);
  state.listen({
    relayChanged: deps.onChange,
    flagsChanged() {},
    flagsErased() {},
    everythingErased: deps.onChange,
  });
  const streams = createEdgeStreams({ ...deps, state });
  const bootWait = createBootWait(setTimer);
  const reply = createRelayReply();
  const { upstreamUrl: url, relayKey: key, onUpstreamRejected: onRejected, reader } = deps;
  const options = { url, key, onRejected, reader };
  followRelay({ ...deps, state }, options, { onState: bootWait.onState });

  return {
    current: state.relay,
    async read(position) {
      await bootWait.over;
      return reply(state.relay(), position);
    },
    stream: (sink, request) =>
      admitStream({ relay: state.relay(), streams, maxStreamsPerKey }, request, (credential) =>
        streams.relay(sink, { credential, lastEventId: request.lastEventId }),
      ),
    storeAges,
  };
}
