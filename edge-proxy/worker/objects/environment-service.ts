import type { StreamSink } from '../../../shared/streaming/sink.ts';
import { relayChannel } from '../../../shared/sync/reader/channel.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import { type Failure, flagsNotReady } from '../../core/model/failure.ts';
import { createEdgeState, type EdgeState, environmentIdsOf } from '../../core/state/edge-state.ts';
import { persistState } from '../../core/state/persistence/state-store.ts';
import { createEdgeStreams, type EdgeStreams } from '../../core/state/streams/edge-streams.ts';
import { followEnvironment } from '../../core/state/upstream/follow-environment.ts';
import type { OnReaderState, StreamFollower } from '../../core/state/upstream/follow-stream.ts';
import { reportPositions } from '../../core/state/upstream/report-positions.ts';
import type { ObjectReply, ObjectStatus, StreamRequest } from '../rpc.ts';
import { createBootWait } from './boot-wait.ts';
import type { ObjectDeps } from './object-deps.ts';
import { createFlagsReply } from './object-reply.ts';
import { openEnvironmentStore } from './object-store.ts';
import { admitStream, type ServeStream } from './stream-response.ts';

/** The work of an environment's object: follows its flags, stores them, serves them. */
export interface EnvironmentService {
  /**
   * Takes the environment and its keys, and follows its flags from then on.
   *
   * @throws Error if the data cannot be read
   */
  serve(position: Position, data: string): void;
  /** Answers an isolate that holds `position`. */
  read(position: Position | null): Promise<ObjectReply>;
  status(): ObjectStatus;
  readonly stream: ServeStream;
  /** Stores how current the flags are; to be called from time to time. */
  storeAges(): void;
  /** Ends the streams of readers and the upstream stream. Nothing is stored after that. */
  end(): void;
}

export function createEnvironmentService(deps: ObjectDeps): EnvironmentService {
  const state = createEdgeState({ now: deps.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  const { storeAges } = restoreAndPersist(state, deps);
  const streams = createEdgeStreams({ ...deps, state });
  const bootWait = createBootWait(deps.setTimer);
  const reply = createFlagsReply();
  const openStream = createStreamService(deps, state, streams);
  const upstream = createFollower(deps, state, streams, bootWait.onState);

  const held = () => environmentIdsOf(state).flatMap((id) => state.environment(id) ?? [])[0];

  upstream.follow();
  return {
    serve(position, data) {
      if (state.relay()?.position === position) return;
      takeRelay(state, position, data);
      upstream.follow();
      // The upstream has just named this environment: an earlier rejection may be over.
      upstream.retryRejected();
    },
    async read(position) {
      await bootWait.over;
      return reply(held(), position);
    },
    status() {
      const environment = held();
      return { position: environment?.position ?? null, currentAsOf: environment?.currentAsOf ?? null };
    },
    async stream(sink, request) {
      await bootWait.over;
      return openStream(sink, request);
    },
    storeAges,
    end() {
      upstream.end();
      state.eraseAll();
    },
  };
}

/** Follows the flags of the environment once the relay has named it, and reports the position that is held. */
function createFollower(
  deps: ObjectDeps,
  state: EdgeState,
  { readers }: Pick<EdgeStreams, 'readers'>,
  onState: OnReaderState,
) {
  const { upstreamUrl: url, relayKey: key, reader } = deps;
  let follower: StreamFollower | undefined;
  let endReports: (() => void) | undefined;
  return {
    follow() {
      const [id] = environmentIdsOf(state);
      if (id === undefined) return;
      // The object `relay` erases the environment if this edge loses it: a rejection alone erases nothing.
      follower ??= followEnvironment(
        { ...deps, state },
        { url, key, onRejected: 'keep', reader },
        id,
        onState,
      );
      endReports ??= reportPositions({ ...deps, state }, { url, key, instance: reader.instance, readers });
    },
    retryRejected: () => follower?.retryRejected(),
    end() {
      endReports?.();
      follower?.stop();
    },
  };
}

/** Restores the state that the storage holds, and stores each change from then on. */
function restoreAndPersist(state: EdgeState, { storage, logger, now }: ObjectDeps) {
  const store = openEnvironmentStore(storage);
  const problem = store.restore(state, now());
  if (problem !== undefined) logger.error('stored state cannot be used', { problem });
  return persistState(state, store);
}

function takeRelay(state: EdgeState, position: Position, data: string): void {
  const message = relayChannel.read({ event: 'snapshot', id: position, data });
  if (message?.type !== 'snapshot') {
    const reason = message?.type === 'fault' ? message.reason : 'it is not a snapshot';
    throw new Error(`the relay cannot be read: ${reason}`);
  }
  state.setRelay(message.position, message.data);
}

function createStreamService({ maxStreamsPerKey }: ObjectDeps, state: EdgeState, streams: EdgeStreams) {
  return (sink: StreamSink, request: StreamRequest): Failure | undefined => {
    const [environmentId] = environmentIdsOf(state);
    if (environmentId === undefined || state.environment(environmentId) === undefined) return flagsNotReady();
    const { lastEventId, noticesUntil, origin, claims } = request;
    return admitStream({ relay: state.relay(), streams, maxStreamsPerKey }, request, (credential) => {
      const reader = { credential, environmentId, lastEventId };
      if (noticesUntil === undefined) streams.flags(sink, { ...reader, claims });
      else streams.notices(sink, { ...reader, expiresAt: noticesUntil, origin });
    });
  };
}
