import type { Position } from '../wire.ts';
import { fitsInQueue, isStalled, withProgress } from './reader-queue.ts';
import type {
  CloseReason,
  ReaderStanding,
  WriterAction,
  WriterEvent,
  WriterEventType,
  WriterInputs,
  WriterMemory,
  WriterState,
  WriterStateName,
  WriterTransition,
} from './writer-states.ts';

/**
 * A `primary` (control plane) has just read the database: if a reader is ahead of it, the reader's position was lost in a
 * restore. A `follower` (edge) may only be behind.
 */
export type Authority = 'primary' | 'follower';

/**
 * The first transition, when a reader connects.
 *
 * @param held the reader's position and how it relates to our state; `null` if it has none
 */
export function answerReader(
  held: { readonly position: Position; readonly standing: ReaderStanding } | null,
  authority: Authority,
  inputs: WriterInputs,
): WriterTransition {
  const memory: WriterMemory = { uncountedBytes: 0, takenBytes: inputs.takenBytes, progressAt: inputs.now };
  if (held === null) return withHeartbeat(sendSnapshot(memory, inputs));
  switch (held.standing) {
    case 'current':
      return { state: { name: 'live', memory }, actions: [{ do: 'send heartbeat' }] };
    case 'delta':
      return withHeartbeat({
        state: { name: 'live', memory },
        actions: [{ do: 'send delta', from: held.position }],
      });
    case 'unknown':
      return withHeartbeat(sendSnapshot(memory, inputs));
    case 'ahead':
      if (authority === 'primary') return withHeartbeat(sendSnapshot(memory, inputs));
      return {
        state: { name: 'waiting', position: held.position, since: inputs.now, memory },
        actions: [{ do: 'send heartbeat' }],
      };
  }
}

/** Sends a reader the age of the state at once. The heartbeat also means that it has missed nothing. */
function withHeartbeat({ state, actions }: WriterTransition): WriterTransition {
  return { state, actions: [...actions, { do: 'send heartbeat' }] };
}

type Cell<S extends WriterStateName, E extends WriterEventType> = (
  state: WriterState<S>,
  event: WriterEvent<E>,
  inputs: WriterInputs,
) => WriterTransition;
type Row<S extends WriterStateName> = { readonly [E in WriterEventType]: Cell<S, E> };
type Table = { readonly [S in WriterStateName]: Row<S> };

/** The writer's side of the sync protocol for one reader: the next state and what to send. Pure and total. */
export function stepWriter<S extends WriterStateName, E extends WriterEventType>(
  state: WriterState<S>,
  event: WriterEvent<E>,
  inputs: WriterInputs,
): WriterTransition {
  const row: Row<S> = TABLE[state.name];
  const cell: Cell<S, E> = row[event.type];
  return cell(state, event, inputs);
}

const stay = (state: WriterState): WriterTransition => ({ state, actions: [] });
const leave = ({ memory }: WriterState) => close(memory, 'left', []);
const end = ({ memory }: WriterState) => close(memory, 'ended', [{ do: 'close' }]);
const heartbeatIf = (isDue: boolean): readonly WriterAction[] => (isDue ? [{ do: 'send heartbeat' }] : []);

const TABLE: Table = {
  live: {
    advanced: (state, { changeBytes }, inputs) => {
      const memory = withProgress(state.memory, inputs);
      if (!fitsInQueue(memory, changeBytes, inputs))
        return { state: { name: 'lagging', memory }, actions: [] };
      return { state: { ...state, memory }, actions: [{ do: 'send change' }] };
    },
    replaced: (state, _, inputs) => sendSnapshot(withProgress(state.memory, inputs), inputs),
    drained: (state, _, inputs) => stay({ ...state, memory: withProgress(state.memory, inputs) }),
    tick: (state, { heartbeatDue }, inputs) => closeIfStalled(state, inputs, heartbeatIf(heartbeatDue)),
    left: leave,
    end,
  },
  waiting: {
    advanced: catchUp,
    replaced: (state, event, inputs) =>
      event.restored && event.standingOf(state.position) !== 'current'
        ? sendSnapshot(state.memory, inputs)
        : catchUp(state, event, inputs),
    drained: stay,
    tick: (state, { heartbeatDue, verifiedAt }, inputs) =>
      verifiedAt !== null && verifiedAt - state.since >= inputs.limits.restoreAfterMs
        ? sendSnapshot(state.memory, inputs)
        : closeIfStalled(state, inputs, heartbeatIf(heartbeatDue)),
    left: leave,
    end,
  },
  lagging: {
    advanced: stay,
    replaced: stay,
    drained: ({ memory }, _, inputs) => sendSnapshot({ ...memory, uncountedBytes: 0 }, inputs),
    tick: (state, _, inputs) =>
      inputs.bufferedBytes === 0
        ? sendSnapshot({ ...state.memory, uncountedBytes: 0 }, inputs)
        : closeIfStalled(state, inputs, []),
    left: leave,
    end,
  },
  closed: { advanced: stay, replaced: stay, drained: stay, tick: stay, left: stay, end: stay },
};

/** Our state has changed while a reader was ahead of it. */
function catchUp(
  state: WriterState<'waiting'>,
  event: WriterEvent<'advanced' | 'replaced'>,
  inputs: WriterInputs,
): WriterTransition {
  const { memory, position } = state;
  switch (event.standingOf(position)) {
    case 'ahead':
      return stay(state);
    case 'current':
      return { state: { name: 'live', memory }, actions: [{ do: 'send heartbeat' }] };
    case 'delta':
      return { state: { name: 'live', memory }, actions: [{ do: 'send delta', from: position }] };
    case 'unknown':
      return sendSnapshot(memory, inputs);
  }
}

/** A queue holds at most one snapshot. If there is one, the reader gets the next one after it has read that. */
function sendSnapshot(memory: WriterMemory, inputs: WriterInputs): WriterTransition {
  if (memory.uncountedBytes > 0) return { state: { name: 'lagging', memory }, actions: [] };
  return {
    state: { name: 'live', memory: { ...memory, uncountedBytes: inputs.snapshotBytes() } },
    actions: [{ do: 'send snapshot' }],
  };
}

/** @param actions for a reader that is not stalled */
function closeIfStalled(
  state: WriterState<'live' | 'waiting' | 'lagging'>,
  inputs: WriterInputs,
  actions: readonly WriterAction[],
): WriterTransition {
  const memory = withProgress(state.memory, inputs);
  if (isStalled(memory, inputs)) {
    return close(memory, 'stalled', [{ do: 'close' }]);
  }
  return { state: { ...state, memory }, actions };
}

function close(
  memory: WriterMemory,
  reason: CloseReason,
  actions: readonly WriterAction[],
): WriterTransition {
  return { state: { name: 'closed', reason, memory }, actions };
}
