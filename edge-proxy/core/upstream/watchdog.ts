import type { SetTimer } from '../ports.ts';

/** Notices silence: calls back once, when it has not been rearmed in time. */
export interface Watchdog {
  rearm(limitMs: number): void;
  disarm(): void;
  readonly fired: boolean;
}

export function createWatchdog(setTimer: SetTimer, onSilence: () => void): Watchdog {
  let cancel = () => {};
  let fired = false;
  return {
    rearm(limitMs) {
      cancel();
      cancel = setTimer(() => {
        fired = true;
        onSilence();
      }, limitMs);
    },
    disarm: () => cancel(),
    get fired() {
      return fired;
    },
  };
}
