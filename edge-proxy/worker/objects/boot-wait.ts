import type { SetTimer } from '../../../shared/model/clock.ts';
import type { ReaderState } from '../../../shared/sync/reader/reader-states.ts';

/** An object that has just started waits this long for its upstream before it answers from storage. */
const BOOT_WAIT_MS = 1_000;

/** Waits for the outcome of an object's first attempt to reach its upstream. */
export interface BootWait {
  /** Resolves once the stream is live, has failed, or has taken too long. Never rejects. */
  readonly over: Promise<void>;
  /** To be called with every state of the upstream stream's reader. */
  readonly onState: (state: ReaderState) => void;
}

/**
 * What is stored may be as old as the eviction. If the upstream answers, waiting for it costs milliseconds, and the
 * first answer is current.
 */
export function createBootWait(setTimer: SetTimer): BootWait {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const cancel = setTimer(end, BOOT_WAIT_MS);
  return {
    over,
    onState({ name }) {
      if (name === 'connecting' || name === 'receiving') return;
      cancel();
      end();
    },
  };
}
