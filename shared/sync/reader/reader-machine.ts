import { backoffDelay } from '../../retry/backoff.ts';
import type { Position } from '../wire.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderAction,
  type ReaderEvent,
  type ReaderEventType,
  type ReaderMemory,
  type ReaderSettings,
  type ReaderState,
  type ReaderStateName,
  type ReaderSurroundings,
  type ReaderTransition,
} from './reader-states.ts';

type Cell<S extends ReaderStateName, E extends ReaderEventType> = (
  state: ReaderState<S>,
  event: ReaderEvent<E>,
  at: ReaderSurroundings,
) => ReaderTransition;
type Row<S extends ReaderStateName> = { readonly [E in ReaderEventType]: Cell<S, E> };
type Table = { readonly [S in ReaderStateName]: Row<S> };

/** Where every reader begins; `position` is what it holds already, for example from a file. */
export function initialReaderState(
  position: Position | null = null,
  settings: ReaderSettings = DEFAULT_READER_SETTINGS,
): ReaderState {
  return {
    name: 'stopped',
    because: 'not started',
    memory: { position, resume: position !== null, failures: 0, baseDelayMs: settings.backoff.baseMs },
  };
}

/** The reader's side of the protocol: what an event leads to, and what is to be done. Pure and total. */
export function stepReader<S extends ReaderStateName, E extends ReaderEventType>(
  state: ReaderState<S>,
  event: ReaderEvent<E>,
  at: ReaderSurroundings,
): ReaderTransition {
  const row: Row<S> = TABLE[state.name];
  const cell: Cell<S, E> = row[event.type];
  return cell(state, event, at);
}

const stay = (state: ReaderState): ReaderTransition => ({ state, actions: [] });
const ask = ({ memory }: ReaderState, _: ReaderEvent, at: ReaderSurroundings) => connect(memory, [], at);
const askAnew = ({ memory }: ReaderState, _: ReaderEvent, at: ReaderSurroundings) =>
  connect(memory, [{ do: 'disconnect' }], at);
const halt = ({ memory }: ReaderState): ReaderTransition => ({
  state: { name: 'stopped', because: 'asked to', memory },
  actions: [{ do: 'disconnect' }, { do: 'disarm' }],
});
const lost = ({ memory }: ReaderState, event: ReaderEvent<'lost'>, at: ReaderSurroundings) =>
  backOff(memory, event.because, at);
const noteRetry = (state: ReaderState<'receiving' | 'live'>, event: ReaderEvent<'retry'>) =>
  stay({ ...state, memory: { ...state.memory, baseDelayMs: clamp(event.delayMs, 100, 60_000) } });

const waiting = {
  start: stay,
  stop: halt,
  reconnect: ask,
  opened: stay,
  refused: stay,
  lost: stay,
  heard: stay,
  heartbeat: stay,
  snapshot: stay,
  delta: stay,
  retry: stay,
  fault: stay,
  timer: ask,
} as const satisfies Row<'backing off' | 'rejected'>;

const open = {
  start: stay,
  stop: halt,
  reconnect: askAnew,
  opened: stay,
  refused: stay,
  lost: (state, event, at) => backOff(settled(state, at), event.because, at),
  heard: (state, _, at) => ({ state, actions: [{ do: 'arm', delayMs: at.settings.idleTimeoutMs }] }),
  heartbeat: (state) => stay(state.memory.position === null ? state : { ...state, name: 'live' }),
  snapshot: (state, { position }) => ({
    state: { ...state, name: 'live', memory: { ...state.memory, position, resume: true } },
    actions: [{ do: 'replace' }],
  }),
  delta: (state, { from, to }, at) => {
    if (from !== state.memory.position) return distrust(state, 'a gap: a delta from another position', at);
    const memory = { ...state.memory, position: to, resume: true };
    return { state: { ...state, name: 'live', memory }, actions: [{ do: 'apply' }] };
  },
  retry: noteRetry,
  fault: (state, { reason }, at) => distrust(state, reason, at),
  timer: (state, _, at) =>
    backOff(settled(state, at), `nothing was heard for ${at.settings.idleTimeoutMs} ms`, at),
} as const satisfies Row<'receiving' | 'live'>;

const TABLE: Table = {
  stopped: { ...waiting, start: ask, stop: stay, reconnect: stay, timer: stay },
  connecting: {
    ...waiting,
    reconnect: askAnew,
    opened: ({ memory }, _, at) => ({
      state: { name: 'receiving', memory, openedAt: at.now },
      actions: [{ do: 'arm', delayMs: at.settings.idleTimeoutMs }],
    }),
    refused,
    lost,
    timer: ({ memory }, _, at) => backOff(memory, `no answer within ${at.settings.connectTimeoutMs} ms`, at),
  },
  receiving: open,
  live: open,
  'backing off': waiting,
  rejected: waiting,
};

function connect(
  memory: ReaderMemory,
  before: readonly ReaderAction[],
  at: ReaderSurroundings,
): ReaderTransition {
  const lastEventId = memory.resume ? memory.position : null;
  return {
    state: { name: 'connecting', memory },
    actions: [
      ...before,
      { do: 'connect', lastEventId },
      { do: 'arm', delayMs: at.settings.connectTimeoutMs },
    ],
  };
}

/** Answers that mean "not you, not this", which asking again soon will not change. */
function isRejection(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

function refused(
  { memory }: ReaderState<'connecting'>,
  { status, retryAfterMs }: ReaderEvent<'refused'>,
  at: ReaderSurroundings,
): ReaderTransition {
  if (!isRejection(status)) return backOff(memory, `the server answered ${status}`, at, retryAfterMs ?? 0);
  if ((status === 401 || status === 403) && at.settings.onRejected === 'close') {
    return {
      state: { name: 'stopped', because: 'rejected', memory },
      actions: [{ do: 'disconnect' }, { do: 'disarm' }],
    };
  }
  const ownDelay = backoffDelay(memory.failures + 1, at.settings.rejectedBackoff, at.random);
  const delayMs = Math.max(ownDelay, retryAfterMs ?? 0);
  return {
    state: { name: 'rejected', status, delayMs, memory: { ...memory, failures: memory.failures + 1 } },
    actions: [{ do: 'disconnect' }, { do: 'arm', delayMs }],
  };
}

/** A stream that was open long enough is forgiven the failures before it. */
function settled(state: ReaderState<'receiving' | 'live'>, at: ReaderSurroundings): ReaderMemory {
  const stable = at.now - state.openedAt >= at.settings.stableAfterMs;
  return stable ? { ...state.memory, failures: 0 } : state.memory;
}

/** What was held stays in use, but the next connection asks for a whole snapshot. */
function distrust(
  state: ReaderState<'receiving' | 'live'>,
  because: string,
  at: ReaderSurroundings,
): ReaderTransition {
  return backOff({ ...settled(state, at), resume: false }, because, at);
}

function backOff(
  memory: ReaderMemory,
  because: string,
  at: ReaderSurroundings,
  atLeastMs = 0,
): ReaderTransition {
  const { baseDelayMs: baseMs } = memory;
  // A base that the server asked for may be above the cap.
  const capMs = Math.max(at.settings.backoff.capMs, baseMs);
  const ownDelay = backoffDelay(memory.failures + 1, { baseMs, capMs }, at.random);
  // Those told the same Retry-After must not come back in the same instant either.
  const delayMs = Math.max(ownDelay, atLeastMs === 0 ? 0 : atLeastMs + at.random * baseMs);
  return {
    state: { name: 'backing off', because, delayMs, memory: { ...memory, failures: memory.failures + 1 } },
    actions: [{ do: 'disconnect' }, { do: 'arm', delayMs }],
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
