import { describe, expect, it } from 'vitest';
import { type EventCounters, noDrops } from '../../core/state/events/event-counters.ts';
import { createEventOutbox, SENDING_LOST_MS, SENDING_MS } from './event-outbox.ts';

/** A recorder whose flush sends everything, unless `away`. Sleeping advances the time. */
function createFixture() {
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

describe('the event outbox of an isolate', () => {
  it('keeps no request alive if nothing was recorded', () => {
    expect(createFixture().outbox.afterRequest()).toBeUndefined();
  });

  it('sends the events of several requests in one of them', async () => {
    const { state, outbox } = createFixture();
    state.buffered = 1;
    const first = outbox.afterRequest();
    state.buffered = 2;
    expect(outbox.afterRequest()).toBeUndefined();
    await first;
    expect(state).toMatchObject({ sent: 2, buffered: 0, flushes: 1 });
  });

  it('tries again for a while, then leaves the events to the next request', async () => {
    const { state, outbox } = createFixture();
    state.buffered = 3;
    state.away = true;
    await outbox.afterRequest();
    expect(state.buffered).toBe(3);
    expect(state.flushes).toBeGreaterThan(5);
    expect(state.time).toBeLessThan(SENDING_MS + 1_000);

    state.away = false;
    await outbox.afterRequest();
    expect(state).toMatchObject({ sent: 3, buffered: 0 });
  });

  it('sends in the next request if the platform has ended the one that was sending', async () => {
    const { state, outbox } = createFixture();
    state.buffered = 1;
    outbox.afterRequest(); // starts, and is ended by the platform
    state.time += SENDING_LOST_MS;
    await outbox.afterRequest();
    expect(state.sent).toBe(1);
  });
});
