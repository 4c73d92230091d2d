import { type BackoffLimits, backoffDelay } from '../../../../shared/retry/backoff.ts';
import type { ReaderState } from '../../../../shared/sync/reader/reader-states.ts';
import type { Subscription } from '../../../../shared/sync/reader/subscription.ts';
import type { EdgeRuntime } from '../../model/ports.ts';

/** One stream of the upstream, followed until it is stopped. */
export interface StreamFollower {
  readonly state: ReaderState;
  /** Connects again at once if the last response was a rejection. */
  retryRejected(): void;
  stop(): void;
}

/** Called whenever a stream's reader enters another state. */
export type OnReaderState = (state: ReaderState) => void;

interface FollowedStream {
  /** Opens the stream at the position held now. */
  subscribe(onState: OnReaderState): Subscription;
  readonly onState: OnReaderState;
  /** Erases what the stream has brought. Called when a rejection has ended it, before {@link onState}. */
  erase(): void;
}

/** The longest pause before the next attempt after a rejection that erased the state. */
const AFTER_ERASURE: BackoffLimits = { baseMs: 60_000, capMs: 60_000 };

/** Follows a stream. One that a rejection has ended is opened again after half a minute to a minute. */
export function followStream(
  { setTimer, random }: Pick<EdgeRuntime, 'setTimer' | 'random'>,
  { subscribe, onState, erase }: FollowedStream,
): StreamFollower {
  let cancelRetry = () => {};
  let subscription = open();

  function open(): Subscription {
    return subscribe((entered) => {
      const isEnded = entered.name === 'stopped' && entered.reason === 'rejected';
      if (isEnded) erase();
      onState(entered);
      if (isEnded) cancelRetry = setTimer(reopen, backoffDelay(1, AFTER_ERASURE, random()));
    });
  }

  function reopen(): void {
    subscription = open();
  }

  return {
    get state() {
      return subscription.state;
    },
    retryRejected() {
      if (subscription.state.name === 'rejected') subscription.reconnect();
    },
    stop() {
      cancelRetry();
      subscription.stop();
    },
  };
}
