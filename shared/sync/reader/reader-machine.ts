import { reconnectDelay, rejectedDelay } from '../../retry/reconnect-delay.ts';
import type { Position } from '../wire.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderAction,
  type ReaderEvent,
  type ReaderEventType,
  type ReaderInputs,
  type ReaderMemory,
  type ReaderSettings,
  type ReaderState,
  type ReaderStateName,
  type ReaderTransition,
} from './reader-states.ts';

type Cell<S extends ReaderStateName, E extends ReaderEventType> = (
  state: ReaderState<S>,
  event: ReaderEvent<E>,
  inputs: ReaderInputs,
) => ReaderTransition;
type Row<S extends ReaderStateName> = { readonly [E in ReaderEventType]: Cell<S, E> };
type Table = { readonly [S in ReaderStateName]: Row<S> };

/**
 * The state of a reader before it starts.
 *
 * @param position what the reader holds already, for example from a state file
 */
export function initialReaderState(
  position: Position | null = null,
  settings: ReaderSettings = DEFAULT_READER_SETTINGS,
): ReaderState {
  return {
    name: 'stopped',
    reason: 'not started',
    memory: { position, resume: position !== null, failures: 0, baseDelayMs: settings.backoff.baseMs },
  };
}

/** The reader's side of the sync protocol: the next state and what to do. Pure and total. */
export function stepReader<S extends ReaderStateName, E extends ReaderEventType>(
  state: ReaderState<S>,
  event: ReaderEvent<E>,
  inputs: ReaderInputs,
): ReaderTransition {
  const row: Row<S> = TABLE[state.name];
  const cell: Cell<S, E> = row[event.type];
  return cell(state, event, inputs);
}

const stay = (state: ReaderState): ReaderTransition => ({ state, actions: [] });
const connectNow = ({ memory }: ReaderState, _: ReaderEvent, inputs: ReaderInputs) =>
  connect(memory, [], inputs);
const connectAgain = ({ memory }: ReaderState, _: ReaderEvent, inputs: ReaderInputs) =>
  connect(memory, [{ do: 'disconnect' }], inputs);
const stop = ({ memory }: ReaderState): ReaderTransition => ({
  state: { name: 'stopped', reason: 'stop requested', memory },
  actions: [{ do: 'disconnect' }, { do: 'disarm' }],
});
const lost = ({ memory }: ReaderState, event: ReaderEvent<'lost'>, inputs: ReaderInputs) =>
  backOff(memory, event.reason, inputs);
const setBaseDelay = (state: ReaderState<'receiving' | 'live'>, event: ReaderEvent<'retry'>) =>
  stay({ ...state, memory: { ...state.memory, baseDelayMs: clamp(event.delayMs, 100, 60_000) } });

const waiting = {
  start: stay,
  stop,
  reconnect: connectNow,
  opened: stay,
  refused: stay,
  lost: stay,
  bytes: stay,
  heartbeat: stay,
  snapshot: stay,
  delta: stay,
  retry: stay,
  fault: stay,
  timer: connectNow,
} as const satisfies Row<'backing off' | 'rejected'>;

const open = {
  start: stay,
  stop,
  reconnect: connectAgain,
  opened: stay,
  refused: stay,
  lost: (state, event, inputs) => backOff(afterStream(state, inputs), event.reason, inputs),
  bytes: (state, _, inputs) => ({
    state,
    actions: [{ do: 'arm', delayMs: inputs.settings.idleTimeoutMs }],
  }),
  heartbeat: (state) => stay(state.memory.position === null ? state : { ...state, name: 'live' }),
  snapshot: (state, { position }) => ({
    state: { ...state, name: 'live', memory: { ...state.memory, position, resume: true } },
    actions: [{ do: 'replace' }],
  }),
  delta: (state, { from, to }, inputs) => {
    if (from !== state.memory.position) {
      return reconnectWithoutId(state, 'a gap: a delta from another position', inputs);
    }
    const memory = { ...state.memory, position: to, resume: true };
    return { state: { ...state, name: 'live', memory }, actions: [{ do: 'apply' }] };
  },
  retry: setBaseDelay,
  fault: (state, { reason }, inputs) => reconnectWithoutId(state, reason, inputs),
  timer: (state, _, inputs) => {
    const { idleTimeoutMs } = inputs.settings;
    return backOff(afterStream(state, inputs), `no bytes for ${idleTimeoutMs} ms`, inputs);
  },
} as const satisfies Row<'receiving' | 'live'>;

const TABLE: Table = {
  stopped: { ...waiting, start: connectNow, stop: stay, reconnect: stay, timer: stay },
  connecting: {
    ...waiting,
    reconnect: connectAgain,
    opened: ({ memory }, _, inputs) => ({
      state: { name: 'receiving', memory, openedAt: inputs.now },
      actions: [{ do: 'arm', delayMs: inputs.settings.idleTimeoutMs }],
    }),
    refused,
    lost,
    timer: ({ memory }, _, inputs) =>
      backOff(memory, `no response within ${inputs.settings.connectTimeoutMs} ms`, inputs),
  },
  receiving: open,
  live: open,
  'backing off': waiting,
  rejected: waiting,
};

function connect(
  memory: ReaderMemory,
  before: readonly ReaderAction[],
  { settings }: ReaderInputs,
): ReaderTransition {
  const lastEventId = memory.resume ? memory.position : null;
  return {
    state: { name: 'connecting', memory },
    actions: [...before, { do: 'connect', lastEventId }, { do: 'arm', delayMs: settings.connectTimeoutMs }],
  };
}

/** Whether a response refuses this request for good. 408, 425 and 429 allow a retry. */
function isRejection(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

function refused(
  { memory }: ReaderState<'connecting'>,
  { status, retryAfterMs }: ReaderEvent<'refused'>,
  inputs: ReaderInputs,
): ReaderTransition {
  const { onRejected, rejectedBackoff } = inputs.settings;
  const askedMs = retryAfterMs ?? 0;
  if (!isRejection(status)) return backOff(memory, `status ${status}`, inputs, askedMs);
  if ((status === 401 || status === 403) && onRejected === 'close') {
    return {
      state: { name: 'stopped', reason: 'rejected', memory },
      actions: [{ do: 'disconnect' }, { do: 'disarm' }],
    };
  }
  const failures = memory.failures + 1;
  const delayMs = rejectedDelay({ failures, retryAfterMs: askedMs, random: inputs.random }, rejectedBackoff);
  return {
    state: { name: 'rejected', status, delayMs, memory: { ...memory, failures } },
    actions: [{ do: 'disconnect' }, { do: 'arm', delayMs }],
  };
}

/** The memory when an open stream ends: a stable stream resets the number of failures. */
function afterStream(state: ReaderState<'receiving' | 'live'>, inputs: ReaderInputs): ReaderMemory {
  const isStable = inputs.now - state.openedAt >= inputs.settings.stableAfterMs;
  return isStable ? { ...state.memory, failures: 0 } : state.memory;
}

/** Keeps the state held. The next connection requests a snapshot. */
function reconnectWithoutId(
  state: ReaderState<'receiving' | 'live'>,
  reason: string,
  inputs: ReaderInputs,
): ReaderTransition {
  return backOff({ ...afterStream(state, inputs), resume: false }, reason, inputs);
}

function backOff(
  memory: ReaderMemory,
  reason: string,
  { settings, random }: ReaderInputs,
  retryAfterMs = 0,
): ReaderTransition {
  const failures = memory.failures + 1;
  const limits = { baseMs: memory.baseDelayMs, capMs: settings.backoff.capMs };
  const delayMs = reconnectDelay({ failures, retryAfterMs, random }, limits);
  return {
    state: { name: 'backing off', reason, delayMs, memory: { ...memory, failures } },
    actions: [{ do: 'disconnect' }, { do: 'arm', delayMs }],
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
