import type { Clock } from '../../../shared/model/clock.ts';
import type { EventRecorder } from '../../core/state/events/event-recorder.ts';

/** Sends an isolate's events away while the platform still runs it. */
export interface EventOutbox {
  /**
   * What a request must keep alive with `waitUntil`; `undefined` where nothing waits, or another request's
   * turn to send goes on.
   */
  afterRequest(): Promise<void> | undefined;
}

export interface EventOutboxDeps {
  readonly recorder: Pick<EventRecorder, 'counters' | 'flush'>;
  readonly now: Clock;
  /** Resolves after some milliseconds. */
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** Events of other requests join a sending for this long. */
const GATHER = 200;
/** A turn ends after this long, though events may still wait; the next request takes them over. */
export const TURN = 15_000;
/** A turn that is older was ended by the platform: `waitUntil` holds for 30 s. */
export const TURN_LOST = 35_000;
/** Between two looks whether a failed sending may be tried again. */
const LOOK = 500;

/**
 * One request at a time sends what all of them recorded. An isolate has no timers of its own and may never see
 * another request, so the request that recorded an event sees it off.
 */
export function createEventOutbox({ recorder, now, sleep }: EventOutboxDeps): EventOutbox {
  let turn: { readonly since: number } | undefined;

  const waits = () => {
    const { buffered, inFlight } = recorder.counters();
    return buffered + inFlight > 0;
  };

  async function send(mine: { readonly since: number }): Promise<void> {
    await sleep(GATHER);
    while (waits() && now() - mine.since < TURN) {
      await recorder.flush();
      if (waits()) await sleep(LOOK);
    }
    if (turn === mine) turn = undefined;
  }

  return {
    afterRequest: () => {
      if (!waits() || (turn !== undefined && now() - turn.since < TURN_LOST)) return undefined;
      turn = { since: now() };
      return send(turn);
    },
  };
}
