import type { TimerClock } from '../../model/clock.ts';
import type { ReaderIdentity } from '../reader-identity.ts';
import type { Position } from '../wire.ts';
import type { Channel, StreamMessage } from './channel.ts';
import { readConnection } from './read-connection.ts';
import { initialReaderState, stepReader } from './reader-machine.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderAction,
  type ReaderEvent,
  type ReaderSettings,
  type ReaderState,
} from './reader-states.ts';
import type { StreamFetch } from './stream-request.ts';

export interface SubscriptionDeps extends TimerClock {
  readonly fetch: StreamFetch;
  readonly random: () => number;
}

/** Receives the messages of a stream. Called one at a time. Must not throw. */
export interface StreamConsumer<Snapshot, Delta> {
  /** Replaces the state held. The snapshot is older than that only if a backup was restored. */
  onSnapshot(position: Position, data: Snapshot): void;
  /** Starts from the position held. */
  onDelta(data: Delta): void;
  /**
   * The server is reachable, and the state held is not older than that of the server.
   *
   * @param ageMs how long ago the server last knew its state to be current; `null` if it does not say
   */
  onHeartbeat(ageMs: number | null): void;
  /** The reader has entered another state. */
  onState(state: ReaderState): void;
}

export interface SubscriptionOptions<Snapshot, Delta> {
  readonly url: string;
  /** A secret. Only sent in the Authorization header. */
  readonly key: string;
  readonly channel: Channel<Snapshot, Delta>;
  /** The position held already, for example from a state file. The stream resumes from there. */
  readonly position?: Position | null;
  readonly settings?: ReaderSettings;
  /** The largest event that is accepted, in characters. */
  readonly maxEventCharacters?: number;
  /** What the reader says about itself; absent: nothing. */
  readonly reader?: ReaderIdentity;
}

export interface Subscription {
  readonly state: ReaderState;
  /** Connects again at once. */
  reconnect(): void;
  /** Ends the subscription for good. */
  stop(): void;
}

/** Keeps one stream open and passes on what arrives. The state machine decides; {@link createActions} does the I/O. */
export function subscribe<Snapshot, Delta>(
  deps: SubscriptionDeps,
  options: SubscriptionOptions<Snapshot, Delta>,
  consumer: StreamConsumer<Snapshot, Delta>,
): Subscription {
  const settings = options.settings ?? DEFAULT_READER_SETTINGS;
  let state = initialReaderState(options.position ?? null, settings);

  const dispatch: Dispatch<Snapshot, Delta> = (event, message) => {
    const before = state;
    const inputs = { now: deps.now(), random: deps.random(), settings };
    const { state: after, actions } = stepReader(before, event, inputs);
    state = after;
    for (const action of actions) perform(action, message);
    if (after.name !== before.name) consumer.onState(after);
  };
  const perform = createActions({ deps, options, consumer, dispatch });

  dispatch({ type: 'start' });
  return {
    get state() {
      return state;
    },
    reconnect: () => dispatch({ type: 'reconnect' }),
    stop: () => dispatch({ type: 'stop' }),
  };
}

/** Gives the state machine an event, with the message of the stream that is its cause, if there is one. */
type Dispatch<Snapshot, Delta> = (event: ReaderEvent, message?: StreamMessage<Snapshot, Delta>) => void;

interface ActionDeps<Snapshot, Delta> {
  readonly deps: SubscriptionDeps;
  readonly options: SubscriptionOptions<Snapshot, Delta>;
  readonly consumer: StreamConsumer<Snapshot, Delta>;
  readonly dispatch: Dispatch<Snapshot, Delta>;
}

/** The connection and the timer of a subscription. Returns a function that performs the state machine's actions. */
function createActions<Snapshot, Delta>(actionDeps: ActionDeps<Snapshot, Delta>) {
  const { deps, options, consumer, dispatch } = actionDeps;
  let disarm = () => {};
  let connection = new AbortController();

  const connect = (lastEventId: Position | null) => {
    connection = new AbortController();
    const { signal } = connection;
    void readConnection(deps, options, {
      lastEventId,
      signal,
      onEvent: (event, message) => {
        if (!signal.aborted) dispatch(event, message);
      },
      onHeartbeat: (ageMs) => consumer.onHeartbeat(ageMs),
    });
  };

  return (action: ReaderAction, message?: StreamMessage<Snapshot, Delta>) => {
    switch (action.do) {
      case 'connect':
        return connect(action.lastEventId);
      case 'disconnect':
        return connection.abort();
      case 'arm':
        disarm();
        disarm = deps.setTimer(() => dispatch({ type: 'timer' }), action.delayMs);
        return;
      case 'disarm':
        return disarm();
      case 'replace':
        if (message?.type === 'snapshot') consumer.onSnapshot(message.position, message.data);
        return;
      case 'apply':
        if (message?.type === 'delta') consumer.onDelta(message.data);
        return;
    }
  };
}
