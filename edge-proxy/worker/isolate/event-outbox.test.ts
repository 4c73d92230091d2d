import { describe, expect, it } from 'vitest';
import { type EventCounters, noDrops } from '../../core/state/events/event-counters.ts';
import { createEventOutbox, TURN, TURN_LOST } from './event-outbox.ts';

/** A recorder whose flush sends everything, unless `away`; sleeping passes the time. */
function stage() {
  const state = { time: 0, buffered: 0, sent: 0, away: false, flushes: 0 };
  const counters = (): EventCounters => ({
    recorded: state.buffered + state.sent,
    sent: state.sent,
    dropped: noDrops(),
    buffered: state.buffered,
    inFlight: 0,
    delivered: 0,
    retries: 0,
    bytes: 0,
  });
  const outbox = createEventOutbox({
    recorder: {
      counters,
      flush: async () => {
        state.flushes += 1;
        if (state.away) return;
        state.sent += state.buffered;
        state.buffered = 0;
      },
    },
    now: () => state.time,
    sleep: async (delay) => {
      state.time += delay;
    },
  });
  return { state, outbox };
}

describe("a Worker's outbox of events", () => {
  it('keeps no request alive where nothing was recorded', () => {
    expect(stage().outbox.afterRequest()).toBeUndefined();
  });

  it('has one request send what several recorded', async () => {
    const { state, outbox } = stage();
    state.buffered = 1;
    const first = outbox.afterRequest();
    state.buffered = 2;
    expect(outbox.afterRequest()).toBeUndefined();
    await first;
    expect(state).toMatchObject({ sent: 2, buffered: 0, flushes: 1 });
  });

  it('tries again for a while, then leaves the events to the next request', async () => {
    const { state, outbox } = stage();
    state.buffered = 3;
    state.away = true;
    await outbox.afterRequest();
    expect(state.buffered).toBe(3);
    expect(state.flushes).toBeGreaterThan(5);
    expect(state.time).toBeLessThan(TURN + 1_000);

    state.away = false;
    await outbox.afterRequest();
    expect(state).toMatchObject({ sent: 3, buffered: 0 });
  });

  it('takes over from a request that the platform has ended', async () => {
    const { state, outbox } = stage();
    state.buffered = 1;
    outbox.afterRequest(); // begins, and is not heard of again
    state.time += TURN_LOST;
    await outbox.afterRequest();
    expect(state.sent).toBe(1);
  });
});
