import type { Clock } from '../model/clock.ts';
import type { Position } from '../sync/wire.ts';
import { type Authority, answerReader, stepWriter } from '../sync/writer/writer-machine.ts';
import type {
  CloseReason,
  WriterAction,
  WriterEvent,
  WriterInputs,
  WriterLimits,
  WriterState,
  WriterTransition,
} from '../sync/writer/writer-states.ts';
import type { StreamSink } from './sink.ts';
import type { StreamSource } from './stream-source.ts';

/** What the connection to one reader needs of the stream that it belongs to. */
export interface StreamContext {
  readonly now: Clock;
  readonly authority: Authority;
  readonly limits: WriterLimits;
  /** The stream at this moment. */
  readonly source: () => StreamSource;
  /** The bytes of a heartbeat at this moment. */
  readonly heartbeat: () => Uint8Array;
  /** Called when the reader's queue is full; one snapshot replaces what it would have got. */
  readonly onQueueReplaced: (() => void) | undefined;
  /** Called once, before the reader's sink is closed. */
  readonly onClosed: (reader: ConnectedReader, reason: CloseReason) => void;
}

/** One connected reader: its state machine and its sink. */
export interface ConnectedReader {
  write(bytes: Uint8Array): void;
  /** Sends what the reader needs to follow the stream from its position; `null`: it has none. */
  answer(lastEventId: Position | null): void;
  /** @param change the bytes of the delta, if the event is `advanced` */
  handle(event: WriterEvent, change?: Uint8Array): void;
}

export function createConnectedReader(sink: StreamSink, stream: StreamContext): ConnectedReader {
  let writtenBytes = 0;
  let state: WriterState = {
    name: 'live',
    memory: { uncountedBytes: 0, takenBytes: 0, progressAt: stream.now() },
  };

  const inputs = (): WriterInputs => {
    const { bufferedBytes } = sink;
    return {
      now: stream.now(),
      bufferedBytes,
      takenBytes: writtenBytes - bufferedBytes,
      snapshotBytes: () => stream.source().snapshot().byteLength,
      limits: stream.limits,
    };
  };
  const write = (bytes: Uint8Array) => {
    writtenBytes += bytes.byteLength;
    sink.write(bytes);
  };
  const apply = (transition: WriterTransition, change?: Uint8Array) => {
    const wasClosed = state.name === 'closed';
    const wasLagging = state.name === 'lagging';
    state = transition.state;
    for (const action of transition.actions) {
      const bytes = bytesOf(action, stream, change);
      if (bytes !== undefined) write(bytes);
    }
    if (state.name === 'lagging' && !wasLagging) stream.onQueueReplaced?.();
    if (wasClosed || state.name !== 'closed') return;
    stream.onClosed(reader, state.reason);
    sink.close();
  };

  const reader: ConnectedReader = {
    write,
    answer(position) {
      const held =
        position === null ? null : { position, standing: stream.source().resume(position).standing };
      apply(answerReader(held, stream.authority, inputs()));
    },
    handle: (event, change) => apply(stepWriter(state, event, inputs()), change),
  };
  return reader;
}

/** The bytes that an action sends; `undefined` for an action that sends nothing. */
function bytesOf(
  action: WriterAction,
  stream: StreamContext,
  change: Uint8Array | undefined,
): Uint8Array | undefined {
  switch (action.do) {
    case 'send snapshot':
      return stream.source().snapshot();
    case 'send change':
      return change;
    case 'send delta': {
      const resumption = stream.source().resume(action.from);
      return resumption.standing === 'delta' ? resumption.bytes : stream.source().snapshot();
    }
    case 'send heartbeat':
      return stream.heartbeat();
    case 'close':
      return undefined;
  }
}
