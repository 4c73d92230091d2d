import type { TimerClock } from '../../shared/model/clock.ts';
import { coalesce } from './coalesce.ts';
import { READ_TIMEOUT_MS } from './hub-limits.ts';
import { withTimeout } from './with-timeout.ts';

/** Reads the state of a hub from Postgres. */
export interface HubRefresh {
  /** Whether {@link close} was called. */
  readonly isClosed: boolean;
  /** Reads once, and applies what was read. Rejects if Postgres cannot be read in time. */
  refresh(): Promise<void>;
  /** Ends the readings; a reading that runs is not applied. */
  close(): void;
}

export interface HubRefreshOptions<Reading> {
  readonly clock: TimerClock;
  readonly read: () => Promise<Reading>;
  /** @param startedAt when the reading began, in milliseconds since 1970 */
  readonly apply: (reading: Reading, startedAt: number) => void;
}

/** One reading at a time: callers that come during a reading share the next one. */
export function createHubRefresh<Reading>({ clock, read, apply }: HubRefreshOptions<Reading>): HubRefresh {
  let isClosed = false;
  return {
    get isClosed() {
      return isClosed;
    },
    refresh: coalesce(async () => {
      if (isClosed) return;
      const startedAt = clock.now();
      const reading = await withTimeout(clock, READ_TIMEOUT_MS, read());
      if (!isClosed) apply(reading, startedAt);
    }),
    close() {
      isClosed = true;
    },
  };
}
