/** How long a hub waits for Postgres before a reading fails. */
export const READ_TIMEOUT_MS = 15_000;
/** How often the sweep looks for changes whose hint was lost. */
export const SWEEP_INTERVAL_MS = 2_000;
/** How long a hub is kept after its last reader has left. */
export const HUB_GRACE_MS = 60_000;
/** The largest number of streams of one key in this process. */
export const MAX_STREAMS_PER_KEY = 10_000;
/** The longest delay of a timer. */
export const MAX_TIMER_MS = 2_147_483_647;
