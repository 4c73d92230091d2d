import { beforeEach, describe, expect, it } from 'vitest';
import { replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import { NOW, OTHER, OWN } from '../../../test/support/edge/test-edge.ts';
import { createManualClock, type ManualClock } from '../../../test/support/manual-clock.ts';
import { type AwaitFlags, createAwaitFlags, FRESHNESS_WAIT_MS } from './await-flags.ts';
import { createEdgeState, type EdgeState } from './edge-state.ts';

describe('waiting for flags', () => {
  let clock: ManualClock;
  let state: EdgeState;
  let awaitFlags: AwaitFlags;
  let timers: number;

  beforeEach(() => {
    clock = createManualClock(NOW);
    state = createEdgeState({ now: clock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
    timers = 0;
    awaitFlags = createAwaitFlags(state, (callback, delayMs) => {
      timers += 1;
      const cancel = clock.setTimer(callback, delayMs);
      return () => {
        timers -= 1;
        cancel();
      };
    });
    const environments = [OWN, OTHER].map((id) => ({ id, key: 'k', name: '', privateAttributes: [] }));
    state.setRelay('1-aa', { protocol: 1, projectId: '', environments, keys: [] });
    hold(OWN, '7-aa');
  });

  function hold(id: string, position: string): void {
    const committedAt = '2026-01-01T00:00:00.000Z';
    const environment = { id, key: 'k' };
    const snapshot = { protocol: 1, environment, flags: [], segments: [], committedAt };
    state.setFlags(id, replicaFromSnapshot(position, snapshot), undefined);
  }

  /** How long it waited, `undefined` while it does. */
  function waitFor(position: string) {
    const waiting: { took: number | undefined } = { took: undefined };
    const began = clock.now();
    void awaitFlags(OWN, (environment) => environment.position === position).then(() => {
      waiting.took = clock.now() - began;
    });
    return waiting;
  }

  it('takes no time where they are there', async () => {
    const waiting = waitFor('7-aa');
    await clock.advanceAsync(0);
    expect(waiting.took).toBe(0);
    expect(timers).toBe(0);
  });

  it('ends with the change, whatever else changes before', async () => {
    const waiting = waitFor('9-aa');
    await clock.advanceAsync(100);
    hold(OWN, '8-aa');
    hold(OTHER, '9-aa');
    await clock.advanceAsync(100);
    expect(waiting.took).toBeUndefined();
    hold(OWN, '9-aa');
    await clock.advanceAsync(0);
    expect(waiting.took).toBe(200);
    expect(timers).toBe(0);
  });

  it(`ends after ${FRESHNESS_WAIT_MS} ms, though nothing comes`, async () => {
    const waiting = waitFor('9-aa');
    await clock.advanceAsync(FRESHNESS_WAIT_MS - 1);
    expect(waiting.took).toBeUndefined();
    await clock.advanceAsync(1);
    expect(waiting.took).toBe(FRESHNESS_WAIT_MS);
  });

  it('delays no other request: each waits for its own flags', async () => {
    const [one, other] = [waitFor('8-aa'), waitFor('9-aa')];
    await clock.advanceAsync(50);
    hold(OWN, '8-aa');
    await clock.advanceAsync(0);
    expect([one.took, other.took]).toEqual([50, undefined]);
  });
});
