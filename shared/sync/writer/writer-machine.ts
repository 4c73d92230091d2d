import type { Position } from '../wire.ts';
import type {
  CloseReason,
  ReaderStanding,
  WriterAction,
  WriterEvent,
  WriterEventType,
  WriterMemory,
  WriterState,
  WriterStateName,
  WriterSurroundings,
  WriterTransition,
} from './writer-states.ts';

/**
 * Who answers. A `primary` has just read the database, so a reader that is ahead of it holds a history that
 * a restored backup has ended. A `follower` (an edge) may simply be behind.
 */
export type Authority = 'primary' | 'follower';

/** How a reader is answered when it connects. `held`: its position and how that stands to ours; `null`: none. */
export function answerReader(
  held: { readonly position: Position; readonly standing: ReaderStanding } | null,
  authority: Authority,
  at: WriterSurroundings,
): WriterTransition {
  const memory: WriterMemory = { uncountedBytes: 0, takenBytes: at.takenBytes, progressAt: at.now };
  if (held === null) return withHeartbeat(sendSnapshot(memory, at));
  switch (held.standing) {
    case 'current':
      return { state: { name: 'live', memory }, actions: [{ do: 'send heartbeat' }] };
    case 'delta':
      return withHeartbeat({
        state: { name: 'live', memory },
        actions: [{ do: 'send delta', from: held.position }],
      });
    case 'unknown':
      return withHeartbeat(sendSnapshot(memory, at));
    case 'ahead':
      if (authority === 'primary') return withHeartbeat(sendSnapshot(memory, at));
      return {
        state: { name: 'waiting', position: held.position, since: at.now, memory },
        actions: [{ do: 'send heartbeat' }],
      };
  }
}

/** Whoever connects learns at once how old what we hold is, and that nothing more was missed. */
function withHeartbeat({ state, actions }: WriterTransition): WriterTransition {
  return { state, actions: [...actions, { do: 'send heartbeat' }] };
}

type Cell<S extends WriterStateName, E extends WriterEventType> = (
  state: WriterState<S>,
  event: WriterEvent<E>,
  at: WriterSurroundings,
) => WriterTransition;
type Row<S extends WriterStateName> = { readonly [E in WriterEventType]: Cell<S, E> };
type Table = { readonly [S in WriterStateName]: Row<S> };

/** The writer's side of the protocol for one reader: what an event leads to, and what is sent. Pure and total. */
export function stepWriter<S extends WriterStateName, E extends WriterEventType>(
  state: WriterState<S>,
  event: WriterEvent<E>,
  at: WriterSurroundings,
): WriterTransition {
  const row: Row<S> = TABLE[state.name];
  const cell: Cell<S, E> = row[event.type];
  return cell(state, event, at);
}

const stay = (state: WriterState): WriterTransition => ({ state, actions: [] });
const leave = ({ memory }: WriterState) => close(memory, 'left', []);
const end = ({ memory }: WriterState) => close(memory, 'ended', [{ do: 'close' }]);

const TABLE: Table = {
  live: {
    advanced: (state, { changeBytes }, at) => {
      const memory = settle(state.memory, at);
      const waiting = Math.max(0, at.bufferedBytes - memory.uncountedBytes);
      // Where nothing waits, any one change may: a limit below its size would only turn it into a snapshot.
      const full = waiting > 0 && waiting + changeBytes > at.limits.queueBytes;
      if (full) return { state: { name: 'lagging', memory }, actions: [] };
      return { state: { ...state, memory }, actions: [{ do: 'send change' }] };
    },
    replaced: (state, _, at) => sendSnapshot(settle(state.memory, at), at),
    drained: (state, _, at) => stay({ ...state, memory: settle(state.memory, at) }),
    tick: (state, { heartbeatDue }, at) => watch(state, at, heartbeatDue ? [{ do: 'send heartbeat' }] : []),
    left: leave,
    end,
  },
  waiting: {
    advanced: catchUp,
    replaced: (state, event, at) =>
      event.restored && event.standingOf(state.position) !== 'current'
        ? sendSnapshot(state.memory, at)
        : catchUp(state, event, at),
    drained: stay,
    tick: (state, { heartbeatDue, verifiedAt }, at) =>
      verifiedAt !== null && verifiedAt - state.since >= at.limits.restoreAfterMs
        ? sendSnapshot(state.memory, at)
        : watch(state, at, heartbeatDue ? [{ do: 'send heartbeat' }] : []),
    left: leave,
    end,
  },
  lagging: {
    advanced: stay,
    replaced: stay,
    drained: ({ memory }, _, at) => sendSnapshot({ ...memory, uncountedBytes: 0 }, at),
    tick: (state, _, at) =>
      at.bufferedBytes === 0
        ? sendSnapshot({ ...state.memory, uncountedBytes: 0 }, at)
        : watch(state, at, []),
    left: leave,
    end,
  },
  closed: { advanced: stay, replaced: stay, drained: stay, tick: stay, left: stay, end: stay },
};

/** A reader that was ahead of us: have we reached its position, passed it, or not yet? */
function catchUp(
  state: WriterState<'waiting'>,
  event: WriterEvent<'advanced' | 'replaced'>,
  at: WriterSurroundings,
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
      return sendSnapshot(memory, at);
  }
}

/** At most one snapshot waits in a queue: behind another, the reader gets the next one when it has taken that. */
function sendSnapshot(memory: WriterMemory, at: WriterSurroundings): WriterTransition {
  if (memory.uncountedBytes > 0) return { state: { name: 'lagging', memory }, actions: [] };
  return {
    state: { name: 'live', memory: { ...memory, uncountedBytes: at.snapshotBytes() } },
    actions: [{ do: 'send snapshot' }],
  };
}

/** Notes progress, and closes on a reader that has made none for too long. */
function watch(
  state: WriterState<'live' | 'waiting' | 'lagging'>,
  at: WriterSurroundings,
  actions: readonly WriterAction[],
): WriterTransition {
  const memory = settle(state.memory, at);
  if (at.now - memory.progressAt >= at.limits.stalledAfterMs) {
    return close(memory, 'stalled', [{ do: 'close' }]);
  }
  return { state: { ...state, memory }, actions };
}

function settle(memory: WriterMemory, at: WriterSurroundings): WriterMemory {
  const uncountedBytes = at.bufferedBytes === 0 ? 0 : memory.uncountedBytes;
  const moved = at.bufferedBytes === 0 || at.takenBytes > memory.takenBytes;
  return {
    uncountedBytes,
    takenBytes: at.takenBytes,
    progressAt: moved ? at.now : memory.progressAt,
  };
}

function close(
  memory: WriterMemory,
  because: CloseReason,
  actions: readonly WriterAction[],
): WriterTransition {
  return { state: { name: 'closed', because, memory }, actions };
}
