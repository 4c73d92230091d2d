import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { comparePositions } from '../../../shared/sync/position.ts';
import { relayChannel } from '../../../shared/sync/reader/channel.ts';
import { DEFAULT_READER_SETTINGS } from '../../../shared/sync/reader/reader-states.ts';
import type { Subscription } from '../../../shared/sync/reader/subscription.ts';
import { standingOf, toSnapshot } from '../../../shared/sync/replica.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import { refuseStream } from '../../core/http/guard/stream-limit.ts';
import type { Failure } from '../../core/model/failure.ts';
import type { Credential } from '../../core/model/key-ring.ts';
import type { EdgeRuntime, Fetch } from '../../core/model/ports.ts';
import { createEdgeState, type HeldEnvironment } from '../../core/state/edge-state.ts';
import { createEdgeStreams } from '../../core/state/streams/edge-streams.ts';
import { followEnvironment } from '../../core/state/upstream/follow-environment.ts';
import type { ObjectStatus, StreamRequest, Told } from '../rpc.ts';
import { refuseRevoked } from '../stream-request.ts';
import { createFirstWord } from './boot-wait.ts';
import { keepFlags, replayFlags } from './flag-log.ts';
import { type LogStorage, openStateLog } from './state-log.ts';
import { createKeptTime } from './stored-time.ts';

export interface KeptDeps extends EdgeRuntime {
  readonly storage: LogStorage & Pick<DurableObjectStorage, 'kv'>;
  readonly fetch: Fetch;
  readonly upstreamUrl: string;
  readonly relayKey: string;
  readonly maxStreamsPerKey: number;
}

/** One environment as its Durable Object has it: followed, stored, told on. */
export interface KeptEnvironment {
  /** Takes the environment and its keys, as the object `relay` has them; begins to follow it. */
  serve(position: Position, data: string): void;
  /** What an isolate needs that holds `held`. */
  read(held: Position | null): Promise<Told>;
  status(): ObjectStatus;
  /** Serves a reader whom an isolate has let in, or gives what refuses it. */
  stream(sink: StreamSink, request: StreamRequest): Failure | undefined;
  /** Stores what is worth storing now and then only. */
  tick(): void;
  /** Ends streams and upstream; nothing is stored any more. */
  end(): void;
}

export function createKeptEnvironment(deps: KeptDeps): KeptEnvironment {
  const { storage, logger, now } = deps;
  const relayLog = openStateLog(storage, 'relay');
  const flagLog = openStateLog(storage, 'flags');
  const time = createKeptTime(storage);
  const state = createEdgeState({ now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const firstWord = createFirstWord(deps.setTimer);
  let following: { readonly id: string; readonly subscription: Subscription } | undefined;
  let snapshot: { readonly of: HeldEnvironment['replica']; readonly data: string } | undefined;

  const environmentId = () => state.relay()?.snapshot.environments[0]?.id;
  const held = () => {
    const id = environmentId();
    return id === undefined ? undefined : state.environment(id);
  };

  function takeRelay(position: Position, data: string): void {
    const message = relayChannel.read({ event: 'snapshot', id: position, data });
    if (message?.type === 'snapshot') state.setRelay(message.position, message.data);
    else
      logger.error('what an environment is to serve is not understood', {
        event: message?.type ?? 'unknown',
      });
  }

  function boot(): void {
    const [told] = relayLog.read();
    if (!told) return;
    takeRelay(told.id, told.data);
    const [id, replica] = [environmentId(), replayFlags(flagLog.read())];
    if (id === undefined || replica?.environment.id !== id) return;
    state.setFlags(id, replica, undefined);
    state.confirmFlags(id, time.read() ?? Date.parse(replica.committedAt));
  }

  function follow(): void {
    const id = environmentId();
    if (id === undefined) return;
    if (following?.id === id) {
      // The upstream has just told of this environment: no need to wait out an earlier refusal.
      if (following.subscription.state.name === 'rejected') following.subscription.reconnect();
      return;
    }
    following?.subscription.stop();
    const options = { url: deps.upstreamUrl, key: deps.relayKey, onRejected: 'keep' } as const;
    const subscription = followEnvironment(
      { ...deps, state },
      options,
      DEFAULT_READER_SETTINGS,
      id,
      firstWord.hear,
    );
    following = { id, subscription };
  }

  boot();
  state.listen({
    relayChanged() {},
    flagsChanged({ replica }, delta) {
      keepFlags(flagLog, replica, delta);
      time.write(now());
    },
    flagsErased: () => flagLog.clear(),
    everythingErased() {},
  });
  const streams = createEdgeStreams({ ...deps, state });
  follow();

  return {
    serve(position, data) {
      const known = state.relay();
      if (known?.position === position) return;
      relayLog.write({ kind: 'snapshot', id: position, data });
      takeRelay(position, data);
      follow();
    },
    async read(position) {
      await firstWord.heard;
      const environment = held();
      if (!environment) return { kind: 'nothing' };
      const { replica, currentAsOf } = environment;
      const standing = position === null ? undefined : standingOf(replica, position);
      if (standing?.kind === 'current') return { kind: 'current', currentAsOf };
      if (standing?.kind === 'delta') {
        const { delta } = standing;
        return { kind: 'delta', position: delta.to, data: JSON.stringify(delta), currentAsOf };
      }
      if (snapshot?.of !== replica) snapshot = { of: replica, data: JSON.stringify(toSnapshot(replica)) };
      return { kind: 'snapshot', position: replica.position, data: snapshot.data, currentAsOf };
    },
    status() {
      const environment = held();
      return { position: environment?.position ?? null, currentAsOf: environment?.currentAsOf ?? null };
    },
    stream(sink, request) {
      const id = environmentId();
      const credential = admit(request);
      if (id === undefined || credential === undefined) return refuseRevoked();
      const refusal = refuseStream(streams.openedBy(credential.hash), deps.maxStreamsPerKey);
      if (refusal !== undefined) return refusal;
      const { lastEventId, noticesUntil, origin } = request;
      const reader = { credential, environmentId: id, lastEventId };
      if (noticesUntil === undefined) streams.flags(sink, reader);
      else streams.notices(sink, { ...reader, expiresAt: noticesUntil, origin });
      return undefined;
    },
    tick() {
      const environment = held();
      if (environment) time.write(environment.currentAsOf);
    },
    end() {
      following?.subscription.stop();
      state.eraseAll();
    },
  };

  /** An isolate may know keys that we are about to be told of; it may also know some that are revoked by now. */
  function admit({ credential, relayPosition }: StreamRequest): Credential | undefined {
    const relay = state.relay();
    const own = relay?.ring.find(credential.hash);
    if (own || !relay) return own;
    return comparePositions(relay.position, relayPosition) === 'older' ? credential : undefined;
  }
}
