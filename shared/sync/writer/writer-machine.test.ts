import { describe, expect, it } from 'vitest';
import { answerReader, stepWriter } from './writer-machine.ts';
import {
  DEFAULT_WRITER_LIMITS,
  type ReaderStanding,
  type WriterEvent,
  type WriterEventType,
  type WriterInputs,
  type WriterMemory,
  type WriterState,
  type WriterStateName,
  type WriterTransition,
} from './writer-states.ts';

const NOW = 1_000_000;
const memory: WriterMemory = { uncountedBytes: 0, takenBytes: 0, progressAt: NOW };
const states: { readonly [N in WriterStateName]: WriterState<N> } = {
  live: { name: 'live', memory },
  waiting: { name: 'waiting', position: '9-aa', since: NOW - 1_000, memory },
  lagging: { name: 'lagging', memory },
  closed: { name: 'closed', reason: 'left', memory },
};
const standing = (kind: ReaderStanding) => () => kind;
const events: { readonly [T in WriterEventType]: WriterEvent<T> } = {
  advanced: { type: 'advanced', changeBytes: 100, standingOf: standing('ahead') },
  replaced: { type: 'replaced', restored: false, standingOf: standing('ahead') },
  drained: { type: 'drained' },
  tick: { type: 'tick', heartbeatDue: true, verifiedAt: NOW },
  left: { type: 'left' },
  end: { type: 'end' },
};
/** The queue is not empty, and well below the limit. */
const inputs: WriterInputs = {
  now: NOW,
  bufferedBytes: 10,
  takenBytes: 0,
  snapshotBytes: () => 5_000,
  limits: DEFAULT_WRITER_LIMITS,
};

const table: { readonly [N in WriterStateName]: { readonly [T in WriterEventType]: string } } = {
  live: {
    advanced: 'live: send change',
    replaced: 'live: send snapshot',
    drained: 'live',
    tick: 'live: send heartbeat',
    left: 'closed',
    end: 'closed: close',
  },
  waiting: {
    advanced: 'waiting',
    replaced: 'waiting',
    drained: 'waiting',
    tick: 'waiting: send heartbeat',
    left: 'closed',
    end: 'closed: close',
  },
  lagging: {
    advanced: 'lagging',
    replaced: 'lagging',
    drained: 'live: send snapshot',
    tick: 'lagging',
    left: 'closed',
    end: 'closed: close',
  },
  closed: {
    advanced: 'closed',
    replaced: 'closed',
    drained: 'closed',
    tick: 'closed',
    left: 'closed',
    end: 'closed',
  },
};

const inWords = ({ state, actions }: WriterTransition) =>
  actions.length === 0 ? state.name : `${state.name}: ${actions.map((action) => action.do).join(', ')}`;

describe.each(Object.values(states))('a writer whose reader is $name', (state) => {
  it.each(Object.values(events))('follows the table on "$type"', (event) => {
    expect(inWords(stepWriter(state, event, inputs))).toBe(table[state.name][event.type]);
  });
});

describe('a connecting reader', () => {
  const answer = (kind: ReaderStanding | null, authority: 'primary' | 'follower' = 'follower') =>
    inWords(answerReader(kind && { position: '9-aa', standing: kind }, authority, inputs));

  it.each([
    [null, 'live: send snapshot, send heartbeat'],
    ['current', 'live: send heartbeat'],
    ['delta', 'live: send delta, send heartbeat'],
    ['unknown', 'live: send snapshot, send heartbeat'],
  ] as const)('whose position is "%s" gets: %s', (kind, expected) => {
    expect(answer(kind, 'primary')).toBe(expected);
    expect(answer(kind, 'follower')).toBe(expected);
  });

  it('has read nothing of its queue yet, and has until now', () => {
    const { state } = answerReader({ position: '9-aa', standing: 'ahead' }, 'follower', {
      ...inputs,
      takenBytes: 7,
    });
    expect(state).toEqual({
      name: 'waiting',
      position: '9-aa',
      since: NOW,
      memory: { uncountedBytes: 0, takenBytes: 7, progressAt: NOW },
    });
  });

  it('that is ahead of an edge waits; ahead of a control plane, which has read the database, it gets a snapshot', () => {
    expect(answer('ahead', 'follower')).toBe('waiting: send heartbeat');
    expect(answer('ahead', 'primary')).toBe('live: send snapshot, send heartbeat');
  });
});

describe('a reader that waits for an edge to catch up', () => {
  it.each([
    ['current', 'live: send heartbeat'],
    ['delta', 'live: send delta'],
    ['unknown', 'live: send snapshot'],
    ['ahead', 'waiting'],
  ] as const)('and whose position is then "%s" gets: %s', (kind, expected) => {
    for (const event of [
      { ...events.advanced, standingOf: standing(kind) },
      { ...events.replaced, standingOf: standing(kind) },
    ]) {
      expect(inWords(stepWriter(states.waiting, event, inputs))).toBe(expected);
    }
  });

  it('gets only a heartbeat if it already holds the restored state', () => {
    const restored = { ...events.replaced, restored: true, standingOf: standing('current') };
    expect(inWords(stepWriter(states.waiting, restored, inputs))).toBe('live: send heartbeat');
  });

  it('gets the snapshot of a restored backup, as all readers do', () => {
    expect(inWords(stepWriter(states.waiting, { ...events.replaced, restored: true }, inputs))).toBe(
      'live: send snapshot',
    );
  });

  it('gets a snapshot once the edge has found that its position is lost', () => {
    const { restoreAfterMs } = DEFAULT_WRITER_LIMITS;
    const tick = (verifiedAt: number | null) =>
      inWords(stepWriter(states.waiting, { type: 'tick', heartbeatDue: false, verifiedAt }, inputs));
    expect(tick(null)).toBe('waiting');
    expect(tick(states.waiting.since + restoreAfterMs - 1)).toBe('waiting');
    expect(tick(states.waiting.since + restoreAfterMs)).toBe('live: send snapshot');
  });
});

describe('the queue of a slow reader', () => {
  const limits = { ...DEFAULT_WRITER_LIMITS, queueBytes: 1_000 };
  const at = (bufferedBytes: number, more: Partial<WriterInputs> = {}) => ({
    ...inputs,
    limits,
    bufferedBytes,
    ...more,
  });

  it('holds changes up to its limit; beyond it the reader is lagging', () => {
    expect(stepWriter(states.live, events.advanced, at(900)).state.name).toBe('live');
    expect(stepWriter(states.live, events.advanced, at(901)).state.name).toBe('lagging');
  });

  it('holds a single change of any size', () => {
    const large = { ...events.advanced, changeBytes: 10_000 };
    expect(inWords(stepWriter(states.live, large, at(0)))).toBe('live: send change');
  });

  it('does not count a snapshot, and never holds two', () => {
    const { state } = stepWriter(states.live, events.replaced, at(0));
    expect(state.memory.uncountedBytes).toBe(5_000);
    expect(stepWriter(state, events.advanced, at(5_900)).state.name).toBe('live');
    expect(stepWriter(state, events.advanced, at(5_901)).state.name).toBe('lagging');
    expect(inWords(stepWriter(state, events.replaced, at(5_000)))).toBe('lagging');
    // After it was empty, the next snapshot is not counted either.
    expect(inWords(stepWriter(state, events.replaced, at(0)))).toBe('live: send snapshot');
  });

  it('is followed by one fresh snapshot when the reader has read it', () => {
    expect(inWords(stepWriter(states.lagging, events.drained, at(0)))).toBe('live: send snapshot');
    expect(inWords(stepWriter(states.lagging, events.tick, at(0)))).toBe('live: send snapshot');
  });

  it('does not count that snapshot either', () => {
    const state = { ...states.lagging, memory: { ...memory, uncountedBytes: 5_000, takenBytes: 3 } };
    for (const event of [events.drained, events.tick]) {
      const next = stepWriter(state, event, at(0, { snapshotBytes: () => 6_000 }));
      expect(inWords(next)).toBe('live: send snapshot');
      expect(next.state.memory).toEqual({ uncountedBytes: 6_000, takenBytes: 3, progressAt: NOW });
    }
  });

  it.each(['advanced', 'replaced', 'drained', 'tick'] as const)(
    'is seen to be read on "%s", and its time begins again',
    (type) => {
      const readAt = NOW + limits.stalledAfterMs - 1;
      const { state } = stepWriter(states.live, events[type], at(500, { now: readAt, takenBytes: 1 }));
      const tickAt = (now: number) =>
        stepWriter(state, events.tick, at(500, { now, takenBytes: 1 })).state.name;
      expect(tickAt(readAt + limits.stalledAfterMs - 1)).toBe('live');
      expect(tickAt(readAt + limits.stalledAfterMs)).toBe('closed');
    },
  );

  it('is closed when the reader reads nothing of it for too long', () => {
    const late = NOW + limits.stalledAfterMs;
    for (const state of [states.live, states.waiting, states.lagging]) {
      const stuck = stepWriter(state, events.tick, at(500, { now: late }));
      expect(stuck).toMatchObject({
        state: { name: 'closed', reason: 'stalled' },
        actions: [{ do: 'close' }],
      });
      expect(stepWriter(state, events.tick, at(500, { now: late, takenBytes: 1 })).state.name).toBe(
        state.name,
      );
    }
    expect(stepWriter(states.live, events.tick, at(0, { now: late })).state.name).toBe('live');
  });
});
