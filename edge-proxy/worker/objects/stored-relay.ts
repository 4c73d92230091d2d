import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { comparePositions } from '../../../shared/sync/position.ts';
import { relayChannel } from '../../../shared/sync/reader/channel.ts';
import { DEFAULT_READER_SETTINGS, type ReaderState } from '../../../shared/sync/reader/reader-states.ts';
import { type Subscription, subscribe } from '../../../shared/sync/reader/subscription.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import { refuseStream } from '../../core/http/guard/stream-limit.ts';
import type { Failure } from '../../core/model/failure.ts';
import { createEdgeState, type HeldRelay } from '../../core/state/edge-state.ts';
import { createEdgeStreams } from '../../core/state/streams/edge-streams.ts';
import { logTransition } from '../../core/state/upstream/log-transition.ts';
import type { StreamRequest, Told } from '../rpc.ts';
import { refuseRevoked } from '../stream-request.ts';
import { createFirstWord } from './boot-wait.ts';
import { openStateLog } from './state-log.ts';
import type { KeptDeps } from './stored-environment.ts';
import { createKeptTime } from './stored-time.ts';

export interface KeptRelayDeps extends KeptDeps {
  readonly onUpstreamRejected: 'keep' | 'close';
  /** Called when environments or keys have changed: each environment's object is to be told. */
  readonly onChange: () => void;
}

/** Keys and environments as the object `relay` has them: followed, stored, told on. */
export interface KeptRelay {
  current(): HeldRelay | undefined;
  /** What an isolate needs that holds `held`. */
  read(held: Position | null): Promise<Told>;
  /** Serves a reader whom an isolate has let in, or gives what refuses it. */
  stream(sink: StreamSink, request: StreamRequest): Failure | undefined;
  tick(): void;
}

/** After a refusal that erased everything, the upstream is asked again this much later. */
const AFTER_CLOSE = 60_000;

export function createKeptRelay(deps: KeptRelayDeps): KeptRelay {
  const { storage, logger, now } = deps;
  const log = openStateLog(storage, 'relay');
  const time = createKeptTime(storage);
  const state = createEdgeState({ now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const firstWord = createFirstWord(deps.setTimer);
  let snapshot: { readonly of: RelaySnapshot; readonly data: string } | undefined;

  function boot(): void {
    const [kept] = log.read();
    const message = kept && relayChannel.read({ event: kept.kind, id: kept.id, data: kept.data });
    if (message?.type !== 'snapshot') return;
    state.setRelay(message.position, message.data);
    state.confirmRelay(time.read() ?? 0);
  }

  function follow(): Subscription {
    const onRejected = deps.onUpstreamRejected === 'close' ? 'close' : 'retry';
    return subscribe(
      deps,
      {
        url: `${deps.upstreamUrl}/relay/stream`,
        key: deps.relayKey,
        channel: relayChannel,
        position: state.relay()?.position ?? null,
        settings: { ...DEFAULT_READER_SETTINGS, onRejected },
      },
      {
        onSnapshot: (position, data) => state.setRelay(position, data),
        onDelta() {},
        onHeartbeat(ageMs) {
          if (ageMs !== null) state.confirmRelay(now() - ageMs);
        },
        onState(entered) {
          logTransition(logger, 'relay', entered);
          firstWord.hear(entered);
          if (wasClosed(entered)) close();
        },
      },
    );
  }

  function close(): void {
    state.eraseAll();
    log.clear();
    deps.onChange();
    deps.setTimer(follow, AFTER_CLOSE);
  }

  boot();
  state.listen({
    relayChanged({ position, snapshot: told }) {
      log.write({ kind: 'snapshot', id: position, data: JSON.stringify(told) });
      time.write(now());
      deps.onChange();
    },
    flagsChanged() {},
    flagsErased() {},
    everythingErased() {},
  });
  const streams = createEdgeStreams({ ...deps, state });
  follow();

  return {
    current: state.relay,
    async read(position) {
      await firstWord.heard;
      const relay = state.relay();
      if (!relay) return { kind: 'nothing' };
      const { currentAsOf } = relay;
      if (relay.position === position) return { kind: 'current', currentAsOf };
      if (snapshot?.of !== relay.snapshot)
        snapshot = { of: relay.snapshot, data: JSON.stringify(relay.snapshot) };
      return { kind: 'snapshot', position: relay.position, data: snapshot.data, currentAsOf };
    },
    stream(sink, { credential, relayPosition, lastEventId }) {
      const relay = state.relay();
      const own = relay?.ring.find(credential.hash);
      const isBehind = relay && comparePositions(relay.position, relayPosition) === 'older';
      const admitted = own ?? (isBehind ? credential : undefined);
      if (!admitted) return refuseRevoked();
      const refusal = refuseStream(streams.openedBy(admitted.hash), deps.maxStreamsPerKey);
      if (refusal === undefined) streams.relay(sink, { credential: admitted, lastEventId });
      return refusal;
    },
    tick() {
      const relay = state.relay();
      if (relay) time.write(relay.currentAsOf);
    },
  };
}

function wasClosed(state: ReaderState): boolean {
  return state.name === 'stopped' && state.reason === 'rejected';
}
