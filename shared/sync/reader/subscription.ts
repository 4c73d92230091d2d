import type { TimerClock } from '../../model/clock.ts';
import { createSseDecoder, MAX_EVENT_CHARACTERS } from '../sse-decode.ts';
import { heartbeatAge } from '../sse-encode.ts';
import type { Position } from '../wire.ts';
import type { Channel, StreamMessage } from './channel.ts';
import { initialReaderState, stepReader } from './reader-machine.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderAction,
  type ReaderEvent,
  type ReaderSettings,
  type ReaderState,
} from './reader-states.ts';
import {
  describeFailure,
  isEventStream,
  notAStream,
  requestHeaders,
  type StreamBody,
  type StreamFetch,
} from './stream-request.ts';

export interface SubscriptionDeps extends TimerClock {
  readonly fetch: StreamFetch;
  readonly random: () => number;
}

/** What becomes of what arrives. Called one at a time; must not throw. */
export interface StreamConsumer<Snapshot, Delta> {
  /** Replaces what is held, even by something older: only a restored backup leads there. */
  onSnapshot(position: Position, data: Snapshot): void;
  /** Starts from the position held: the gap was ruled out. */
  onDelta(data: Delta): void;
  /**
   * The server is there, and what is held is not older than what it has.
   * `ageMs`: how long ago the server last knew its state to be the current one; `null` where it does not say.
   */
  onHeartbeat(ageMs: number | null): void;
  /** The reader went into another state, or tried the same one again. */
  onState(state: ReaderState): void;
}

export interface SubscriptionOptions<Snapshot, Delta> {
  readonly url: string;
  /** A secret; goes into the Authorization header only. */
  readonly key: string;
  readonly channel: Channel<Snapshot, Delta>;
  /** What is held already, for example from a file; the stream resumes from there. */
  readonly position?: Position | null;
  readonly settings?: ReaderSettings;
  /** The largest event that is taken, in characters. */
  readonly maxEventCharacters?: number;
}

export interface Subscription {
  readonly state: ReaderState;
  /** Connects again now, whatever is being waited for. */
  reconnect(): void;
  /** Ends it for good. */
  stop(): void;
}

/** Keeps one stream open and hands on what arrives: the I/O around the reader's state machine. */
export function subscribe<Snapshot, Delta>(
  deps: SubscriptionDeps,
  options: SubscriptionOptions<Snapshot, Delta>,
  consumer: StreamConsumer<Snapshot, Delta>,
): Subscription {
  const settings = options.settings ?? DEFAULT_READER_SETTINGS;
  let state = initialReaderState(options.position ?? null, settings);
  let disarm = () => {};
  let connection = new AbortController();

  const dispatch = (event: ReaderEvent, message?: StreamMessage<Snapshot, Delta>) => {
    const before = state;
    const { state: after, actions } = stepReader(before, event, {
      now: deps.now(),
      random: deps.random(),
      settings,
    });
    state = after;
    for (const action of actions) perform(action, message);
    if (after.name !== before.name) consumer.onState(after);
  };

  const perform = (action: ReaderAction, message?: StreamMessage<Snapshot, Delta>) => {
    switch (action.do) {
      case 'connect':
        connection = new AbortController();
        void converse(action.lastEventId, connection.signal);
        return;
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

  /** One connection, from its request to its end. What comes after it was given up is not heard. */
  const converse = async (lastEventId: Position | null, signal: AbortSignal) => {
    const tell = (event: ReaderEvent, message?: StreamMessage<Snapshot, Delta>) => {
      if (!signal.aborted) dispatch(event, message);
    };
    try {
      const response = await deps.fetch(options.url, {
        method: 'GET',
        headers: requestHeaders(options.key, lastEventId),
        signal,
      });
      const { status, body } = response;
      if (status !== 200 || body === null || !isEventStream(response)) {
        if (body !== null)
          void body
            .getReader()
            .cancel()
            .catch(() => {});
        return tell(notAStream(response, deps.now()));
      }
      tell({ type: 'opened' });
      await readAll(body, options, tell, consumer, signal);
      tell({ type: 'lost', because: 'the server ended the stream' });
    } catch (error) {
      tell({ type: 'lost', because: describeFailure(error) });
    }
  };

  dispatch({ type: 'start' });
  return {
    get state() {
      return state;
    },
    reconnect: () => dispatch({ type: 'reconnect' }),
    stop: () => dispatch({ type: 'stop' }),
  };
}

async function readAll<Snapshot, Delta>(
  body: StreamBody,
  options: SubscriptionOptions<Snapshot, Delta>,
  tell: (event: ReaderEvent, message?: StreamMessage<Snapshot, Delta>) => void,
  consumer: StreamConsumer<Snapshot, Delta>,
  signal: AbortSignal,
): Promise<void> {
  const decoder = createSseDecoder(
    {
      onEvent: (event) => {
        if (signal.aborted) return;
        const message = options.channel.read(event);
        if (message !== null) tell(message, message);
      },
      onComment: (comment) => {
        if (signal.aborted) return;
        tell({ type: 'heartbeat' });
        consumer.onHeartbeat(heartbeatAge(comment));
      },
      onRetry: (delayMs) => tell({ type: 'retry', delayMs }),
      onFault: (reason) => tell({ type: 'fault', reason }),
    },
    options.maxEventCharacters ?? MAX_EVENT_CHARACTERS,
  );
  const chunks = body.getReader();
  // Not every runtime's body ends with the signal it was fetched with.
  const cancel = () => void chunks.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  try {
    while (!signal.aborted) {
      const { done, value } = await chunks.read();
      if (done) return;
      tell({ type: 'heard' });
      if (value !== undefined) decoder.feed(value);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
