import type { SetTimer } from '../../../shared/model/clock.ts';
import type { ReaderState } from '../../../shared/sync/reader/reader-states.ts';

/** An object that has just been woken waits this long for its upstream before it answers from storage. */
const FIRST_WORD_WITHIN = 1_000;

/** The first thing a fresh upstream stream comes to. */
export interface FirstWord {
  /** Resolves once the stream is live, has failed, or has taken too long. Never rejects. */
  readonly heard: Promise<void>;
  hear(state: ReaderState): void;
}

/**
 * What lies in storage may be as old as the eviction. Where the upstream answers, waiting for it costs
 * milliseconds and makes the first answer a current one.
 */
export function createFirstWord(setTimer: SetTimer): FirstWord {
  let settle = () => {};
  const heard = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const cancel = setTimer(settle, FIRST_WORD_WITHIN);
  return {
    heard,
    hear(state) {
      if (state.name === 'connecting' || state.name === 'receiving') return;
      cancel();
      settle();
    },
  };
}
