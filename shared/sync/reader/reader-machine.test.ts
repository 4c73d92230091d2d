import { describe, expect, it } from 'vitest';
import { initialReaderState, stepReader } from './reader-machine.ts';
import {
  DEFAULT_READER_SETTINGS,
  type ReaderEvent,
  type ReaderEventType,
  type ReaderMemory,
  type ReaderSettings,
  type ReaderState,
  type ReaderStateName,
} from './reader-states.ts';

const memory: ReaderMemory = { position: '7-aa', resume: true, failures: 2, baseDelayMs: 1_000 };
const NOW = 1_000_000;
const OPENED = NOW - 1_000;

const states: { readonly [N in ReaderStateName]: ReaderState<N> } = {
  stopped: { name: 'stopped', reason: 'not started', memory },
  connecting: { name: 'connecting', memory },
  receiving: { name: 'receiving', openedAt: OPENED, memory },
  live: { name: 'live', openedAt: OPENED, memory },
  'backing off': { name: 'backing off', reason: 'the test', delayMs: 5, memory },
  rejected: { name: 'rejected', status: 401, delayMs: 5, memory },
};
const events: { readonly [T in ReaderEventType]: ReaderEvent<T> } = {
  start: { type: 'start' },
  stop: { type: 'stop' },
  reconnect: { type: 'reconnect' },
  opened: { type: 'opened' },
  refused: { type: 'refused', status: 503, retryAfterMs: null },
  lost: { type: 'lost', reason: 'the cable' },
  bytes: { type: 'bytes' },
  heartbeat: { type: 'heartbeat' },
  snapshot: { type: 'snapshot', position: '9-bb' },
  delta: { type: 'delta', from: '7-aa', to: '8-ab' },
  retry: { type: 'retry', delayMs: 3_000 },
  fault: { type: 'fault', reason: 'nonsense' },
  timer: { type: 'timer' },
};

/** The next state's name and the actions; "-" if nothing happens. */
type Expected = { readonly [N in ReaderStateName]: { readonly [T in ReaderEventType]: string } };

const CONNECT = 'connecting: connect 7-aa, arm 15000';
const AGAIN = 'connecting: disconnect, connect 7-aa, arm 15000';
const HALT = 'stopped: disconnect, disarm';
// The third failure in a row: 4 s, of which half is random; the test's random number is 0.5.
const BACK_OFF = 'backing off: disconnect, arm 3000';
const waiting = {
  start: '-',
  stop: HALT,
  reconnect: CONNECT,
  opened: '-',
  refused: '-',
  lost: '-',
  bytes: '-',
  heartbeat: '-',
  snapshot: '-',
  delta: '-',
  retry: '-',
  fault: '-',
  timer: CONNECT,
};
const open = {
  start: '-',
  stop: HALT,
  reconnect: AGAIN,
  opened: '-',
  refused: '-',
  lost: BACK_OFF,
  heartbeat: 'live',
  snapshot: 'live: replace',
  delta: 'live: apply',
  fault: BACK_OFF,
  timer: BACK_OFF,
};
const table: Expected = {
  stopped: { ...waiting, start: CONNECT, stop: '-', reconnect: '-', timer: '-' },
  connecting: {
    ...waiting,
    reconnect: AGAIN,
    opened: 'receiving: arm 45000',
    refused: BACK_OFF,
    lost: BACK_OFF,
    timer: BACK_OFF,
  },
  receiving: { ...open, bytes: 'receiving: arm 45000', retry: 'receiving' },
  live: { ...open, heartbeat: 'live', bytes: 'live: arm 45000', retry: 'live' },
  'backing off': waiting,
  rejected: waiting,
};

function step(state: ReaderState, event: ReaderEvent, settings: Partial<ReaderSettings> = {}, now = NOW) {
  return stepReader(state, event, {
    now,
    random: 0.5,
    settings: { ...DEFAULT_READER_SETTINGS, ...settings },
  });
}

function inWords(before: ReaderState, event: ReaderEvent): string {
  const { state, actions } = step(before, event);
  if (state === before && actions.length === 0) return '-';
  const words = actions.map((action) => {
    if (action.do === 'connect') return `connect ${action.lastEventId}`;
    return action.do === 'arm' ? `arm ${action.delayMs}` : action.do;
  });
  return words.length === 0 ? state.name : `${state.name}: ${words.join(', ')}`;
}

describe.each(Object.values(states))('a reader that is $name', (state) => {
  it.each(Object.values(events))('follows the table on "$type"', (event) => {
    expect(inWords(state, event)).toBe(table[state.name][event.type]);
  });
});

describe('a reader', () => {
  it('resumes from its initial position, and requests a snapshot if it has none', () => {
    expect(step(initialReaderState('3-cc'), events.start).actions[0]).toEqual({
      do: 'connect',
      lastEventId: '3-cc',
    });
    expect(step(initialReaderState(), events.start).actions[0]).toEqual({ do: 'connect', lastEventId: null });
  });

  it('holds the position of the last snapshot or delta, also of an older snapshot', () => {
    expect(step(states.live, { type: 'snapshot', position: '2-dd' }).state.memory.position).toBe('2-dd');
    expect(step(states.live, events.delta).state.memory.position).toBe('8-ab');
  });

  it('treats a delta from another position as a gap: keeps what it holds, and connects without an id', () => {
    const { state, actions } = step(states.live, { type: 'delta', from: '6-zz', to: '8-ab' });
    expect(actions).toEqual([{ do: 'disconnect' }, { do: 'arm', delayMs: 3_000 }]);
    expect(state.memory).toMatchObject({ position: '7-aa', resume: false });
    expect(step(state, events.timer).actions[0]).toEqual({ do: 'connect', lastEventId: null });
  });

  it('does not resume after a fault until a snapshot has arrived', () => {
    const distrusting = step(states.live, events.fault).state;
    const connecting = step(distrusting, events.timer).state;
    const failedAgain = step(connecting, events.lost).state;
    expect(step(failedAgain, events.timer).actions[0]).toEqual({ do: 'connect', lastEventId: null });
    const receiving = step(step(failedAgain, events.timer).state, events.opened).state;
    const healed = step(receiving, events.snapshot).state;
    expect(healed.memory).toMatchObject({ position: '9-bb', resume: true });
  });

  it('is not live after a heartbeat if it holds nothing', () => {
    const empty = { ...states.receiving, memory: { ...memory, position: null } };
    expect(step(empty, events.heartbeat).state.name).toBe('receiving');
  });

  it('doubles its delay with each failure up to the cap', () => {
    const delays: number[] = [];
    let state: ReaderState = initialReaderState();
    for (let failure = 0; failure < 7; failure += 1) {
      state = step(step(state, failure === 0 ? events.start : events.timer).state, events.lost).state;
      if (state.name === 'backing off') delays.push(state.delayMs);
    }
    expect(delays).toEqual([750, 1_500, 3_000, 6_000, 7_500, 7_500, 7_500]);
  });

  it('resets its failures only after a stable stream', () => {
    expect(step(states.live, events.lost).state.memory.failures).toBe(3);
    const later = OPENED + DEFAULT_READER_SETTINGS.stableAfterMs;
    expect(step(states.live, events.lost, {}, later).state.memory.failures).toBe(1);
    // A server may accept connections and close them at once.
    expect(step(states.connecting, events.opened).state.memory.failures).toBe(2);
  });

  it.each([401, 403, 404, 410, 400])('retries slowly, for ever, after status %i', (status) => {
    const { state } = step(states.connecting, { type: 'refused', status, retryAfterMs: null });
    expect(state).toMatchObject({ name: 'rejected', status, delayMs: 30_000 });
    expect(step(state, events.timer).actions[0]).toEqual({ do: 'connect', lastEventId: '7-aa' });
  });

  it.each([408, 425, 429, 500, 502, 503, 301])('backs off as after an outage after status %i', (status) => {
    const { state } = step(states.connecting, { type: 'refused', status, retryAfterMs: null });
    expect(state).toMatchObject({ name: 'backing off', delayMs: 3_000 });
  });

  it.each([401, 403])('stops after status %i if it is configured to', (status) => {
    const refusal: ReaderEvent = { type: 'refused', status, retryAfterMs: null };
    const { state } = step(states.connecting, refusal, { onRejected: 'close' });
    expect(state).toMatchObject({ name: 'stopped', reason: 'rejected' });
    expect(step(states.connecting, { ...refusal, status: 404 }, { onRejected: 'close' }).state.name).toBe(
      'rejected',
    );
  });

  it('waits as long as Retry-After says, plus jitter', () => {
    const { state } = step(states.connecting, { type: 'refused', status: 503, retryAfterMs: 20_000 });
    expect(state).toMatchObject({ delayMs: 20_500 });
  });

  it.each([
    [3_000, 3_000],
    [1, 100],
    [86_400_000, 60_000],
  ])('limits retry: %i to %i', (asked, taken) => {
    expect(step(states.live, { type: 'retry', delayMs: asked }).state.memory.baseDelayMs).toBe(taken);
  });
});
