import type { Clock } from '../../../shared/model/clock.ts';
import type { EventRecorder } from '../../core/state/events/event-recorder.ts';

/** Sends an isolate's events while the platform still runs it. */
export interface EventOutbox {
  /**
   * A promise that the request must keep alive with `waitUntil`; `undefined` if no events are waiting, or if another
   * request is sending them.
   */
  afterRequest(): Promise<void> | undefined;
}

export interface EventOutboxDeps {
  readonly recorder: Pick<EventRecorder, 'counters' | 'flush'>;
  readonly now: Clock;
  /** Resolves after some milliseconds. */
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** Events of other requests can join a batch for this long. */
const GATHER_MS = 200;
/** A request sends for this long at most; the next request continues if events are still waiting. */
export const SENDING_MS = 15_000;
/** The platform has ended a sending that is older than this: `waitUntil` lasts 30 s. */
export const SENDING_LOST_MS = 35_000;
/** Pause between two looks whether a batch that failed may be sent again. */
const POLL_MS = 500;

/**
 * One request at a time sends the events of all. An isolate has no timers of its own and may never get another
 * request, so the request that recorded an event also sends it.
 */
export function createEventOutbox({ recorder, now, sleep }: EventOutboxDeps): EventOutbox {
  let sending: { readonly since: number } | undefined;

  const isWaiting = () => {
    const { buffered, inFlight } = recorder.counters();
    return buffered + inFlight > 0;
  };

  async function send(own: { readonly since: number }): Promise<void> {
    await sleep(GATHER_MS);
    while (isWaiting() && now() - own.since < SENDING_MS) {
      await recorder.flush();
      if (isWaiting()) await sleep(POLL_MS);
    }
    if (sending === own) sending = undefined;
  }

  return {
    afterRequest() {
      if (!isWaiting() || (sending !== undefined && now() - sending.since < SENDING_LOST_MS))
        return undefined;
      sending = { since: now() };
      return send(sending);
    },
  };
}
